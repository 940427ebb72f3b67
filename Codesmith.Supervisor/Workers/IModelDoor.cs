using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Workers;

/// <summary>The way to the model, which has one door a user. Implemented by the gateway.</summary>
internal interface IModelDoor
{
    /// <summary>
    /// Listens on a new Unix socket; who is connected there is this user. Disposing closes the door and removes the
    /// socket.
    /// </summary>
    /// <exception cref="IOException">The socket cannot be made.</exception>
    IAsyncDisposable Open(string socketPath, UserId user);
}
