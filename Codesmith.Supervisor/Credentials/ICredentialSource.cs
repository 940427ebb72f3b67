using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Credentials;

/// <summary>Says what a user may use the model with. Asked at each start and each request: a change counts at once.</summary>
internal interface ICredentialSource
{
    /// <summary>What counts now.</summary>
    /// <exception cref="NoCredentialException">There is nothing.</exception>
    ModelCredential Of(UserId user);
}

/// <summary>A user has no way to use the model; the message is one line that says what they can do about it.</summary>
internal sealed class NoCredentialException(string message) : Exception(message);
