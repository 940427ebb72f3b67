namespace Codesmith.Supervisor.Credentials;

/// <summary>What a user signed in with.</summary>
/// <param name="HasAccount">Whether an account is signed in; its tokens are in the user's own home alone.</param>
/// <param name="Key">The user's own key; null for none.</param>
internal sealed record StoredCredentials(bool HasAccount, Secret? Key)
{
    public static readonly StoredCredentials None = new(HasAccount: false, Key: null);
}
