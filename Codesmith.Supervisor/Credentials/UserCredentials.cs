using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Credentials;

/// <summary>The user's own account, else their own key, else the operator's.</summary>
/// <param name="store">What users signed in with.</param>
/// <param name="sharedKey">The operator's; null for none.</param>
internal sealed class UserCredentials(CredentialStore store, Secret? sharedKey) : ICredentialSource
{
    private const string Nothing =
        "There is no way to use the model yet: sign in with `/cc login`, or give a key of yours with "
        + "`/cc login method: key`.";

    /// <inheritdoc/>
    public ModelCredential Of(UserId user) => store.Find(user) switch
    {
        { HasAccount: true } => ModelCredential.Account,
        { Key: { } own } => new ModelCredential(CredentialKind.OwnKey, own),
        _ when sharedKey is not null => new ModelCredential(CredentialKind.SharedKey, sharedKey),
        _ => throw new NoCredentialException(Nothing),
    };

    /// <summary>Whose right it is that counts now; null for nothing.</summary>
    public CredentialKind? KindOf(UserId user)
    {
        try
        {
            return Of(user).Kind;
        }
        catch (NoCredentialException)
        {
            return null;
        }
    }
}
