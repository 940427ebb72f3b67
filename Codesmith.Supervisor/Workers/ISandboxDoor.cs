using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Workers;

/// <summary>A way out of the sandboxes: each user's has a door of its own to it.</summary>
internal interface ISandboxDoor
{
    /// <summary>
    /// Listens on a new Unix socket; who is connected there is this user. Disposing closes the door and removes the
    /// socket.
    /// </summary>
    /// <exception cref="IOException">The socket cannot be made.</exception>
    IAsyncDisposable Open(string socketPath, UserId user);
}
