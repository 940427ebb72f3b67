namespace Codesmith.Supervisor.SignIns;

/// <summary>The words with which users are signed in and out. Markdown.</summary>
internal static class SignInTexts
{
    public const string Open =
        "Sign in with your Claude account: open the page, sign in, and bring back the code that it shows. "
        + "The link is good for ten minutes. The account is for yourself alone, and stays in your own sandbox.";

    public const string LookThere = "Look in your direct messages.";
    public const string Incomplete = "That is not the whole code: copy all of it, with the # in the middle.";
    public const string Renewed = "That code was not accepted. Here is a new link: use the code that it gives.";
    public const string NotAccepted = "No code was accepted. `/cc login` begins anew.";
    public const string UsedUp = "That link is used up: a newer one is there.";
    public const string Checking = "A code is being looked at already.";
    public const string Preparing = "A new link is on its way.";
    public const string Over = "That sign-in is over: `/cc login` begins a new one.";
    public const string Cancelled = "The sign-in was cancelled.";
    public const string Late = "Nobody brought the code within ten minutes: `/cc login` begins anew.";
    public const string NoLink = "Claude Code gave no link to sign in with. Try `/cc login` again.";
    public const string EndedByItself = "The sign-in ended before it was done. Try `/cc login` again.";
    public const string NoAnswer = "The code could not be looked at in time. Try `/cc login` again.";
    public const string Unproven = "Claude Code says that nobody is signed in. Try `/cc login` again.";
    public const string Replaced = "A newer sign-in took the place of this one.";
    public const string SignedOutMeanwhile = "You signed out meanwhile.";
    public const string ShuttingDown = "Codesmith is shutting down.";
    public const string NotInDemo = "The demo needs no account and no key.";
    public const string NotStored = "It could not be stored: the operator's log says why.";

    public const string EnterKey =
        "Give an API key of your own. It is kept encrypted, outside of your sandbox, and added to your requests there.";

    public const string KeyRefused = "The model's service does not accept that key. Nothing was stored.";
    public const string KeyCancelled = "No key was stored.";
    public const string NothingStored = "You were not signed in.";

    public const string NotConfirmed =
        "Anthropic did not confirm that the account is signed out: if in doubt, end it at "
        + "https://claude.ai/settings/claude-code.";

    public const string NotForgotten =
        "What Claude Code keeps of your account could not be removed from your sandbox. Nothing uses it any more; "
        + "try `/cc logout` again.";

    public static string Failed(string reason) => reason.Contains("getaddrinfo", StringComparison.Ordinal)
        ? "The sign-in service cannot be reached from the sandbox: the operator checks the network that it is allowed."
        : $"It did not work: {Line(reason)}. Try `/cc login` again.";

    public static string SignedIn(string? email) =>
        email is null ? "You are signed in with your account." : $"You are signed in as `{email}`.";

    public static string KeyStored(string? doubt) => doubt is null
        ? "Your key was accepted, and is used from now on."
        : $"Your key is stored and used from now on. Whether it is accepted is not known yet: {doubt}.";

    /// <param name="account">Whether an account was removed.</param>
    /// <param name="key">Whether a key was removed.</param>
    public static string Removed(bool account, bool key) => (account, key) switch
    {
        (true, true) => "Removed: your account, and your key.",
        (true, false) => "Removed: your account.",
        (false, true) => "Removed: your key.",
        _ => NothingStored,
    };

    private static string Line(string text)
    {
        const int most = 200;
        string line = text.Trim().TrimEnd('.');
        return line.Length <= most ? line : line[..most] + "…";
    }
}
