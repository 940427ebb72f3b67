using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Tests.Doubles;

/// <summary>Every user has the same right to use the model, which a test may change.</summary>
internal sealed class FixedCredentials : ICredentialSource
{
    public static readonly ModelCredential SharedKey = new(CredentialKind.SharedKey, new Secret("sk-test"));

    /// <summary>Null for nothing.</summary>
    public ModelCredential? Now { get; set; } = SharedKey;

    public ModelCredential Of(UserId user) =>
        Now ?? throw new NoCredentialException("Sign in with `/cc login`.");
}
