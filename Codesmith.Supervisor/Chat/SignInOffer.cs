namespace Codesmith.Supervisor.Chat;

/// <summary>
/// What a user can do to go on with signing in: open a link, where there is one, and enter something that nobody else
/// may see (<see cref="SignInEntered"/>), or give it up (<see cref="SignInCancelled"/>).
/// </summary>
/// <param name="Id">Comes back with what they do. At most 40 letters, digits, dots and hyphens.</param>
/// <param name="Asks">What is to be entered.</param>
/// <param name="Link">The page to sign in at; null for none.</param>
internal sealed record SignInOffer(string Id, SignInSecret Asks, Uri? Link);

/// <summary>What a user enters to sign in.</summary>
internal enum SignInSecret
{
    /// <summary>The code that a page shows.</summary>
    Code,

    /// <summary>An API key.</summary>
    Key,
}
