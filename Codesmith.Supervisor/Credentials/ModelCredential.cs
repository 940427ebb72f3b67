namespace Codesmith.Supervisor.Credentials;

/// <summary>What a user's requests are sent to the model with.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Key">The key to add; null for an account, whose token the sandbox itself sends.</param>
internal sealed record ModelCredential(CredentialKind Kind, Secret? Key)
{
    public static readonly ModelCredential Account = new(CredentialKind.Account, null);
}

/// <summary>Whose right to use the model it is. In the order in which they count: the first that a user has.</summary>
internal enum CredentialKind
{
    /// <summary>The user's own account, signed in inside the sandbox.</summary>
    Account,

    /// <summary>A key that the user gave.</summary>
    OwnKey,

    /// <summary>The operator's key.</summary>
    SharedKey,
}
