using System.Net.Sockets;

namespace Codesmith.Supervisor.Workers;

/// <summary>The Unix socket of a door: accepts until it is disposed, whatever goes wrong with a client.</summary>
internal sealed class DoorListener : IAsyncDisposable
{
    private const int Backlog = 64;

    private readonly Socket _listener;
    private readonly Action<Socket> _welcome;
    private readonly Action<SocketError> _onFailure;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;

    private DoorListener(Socket listener, Action<Socket> welcome, Action<SocketError> onFailure, TimeProvider clock)
    {
        (_listener, _welcome, _onFailure, _clock) = (listener, welcome, onFailure, clock);
        _accepting = AcceptAsync();
    }

    /// <summary>
    /// Listens at a path of at most 107 bytes, in a folder that decides who may connect. A socket or link left
    /// there is replaced, without following it.
    /// </summary>
    /// <param name="path">Where.</param>
    /// <param name="welcome">Takes each client, which is its own from then on; returns at once.</param>
    /// <param name="onFailure">Told when a client could not be accepted.</param>
    /// <param name="clock">For the pause after that.</param>
    /// <exception cref="IOException">Something else is there, or the folder cannot be written.</exception>
    /// <exception cref="SocketException">The socket cannot be created.</exception>
    public static DoorListener Listen(
        string path, Action<Socket> welcome, Action<SocketError> onFailure, TimeProvider clock)
    {
        RemoveStale(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new DoorListener(listener, welcome, onFailure, clock);
    }

    /// <summary>Removes the file. No client is welcomed after that; those that were are not touched.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Dispose(); // removes the file, too
        await _accepting.ConfigureAwait(false);
    }

    private static void RemoveStale(string path)
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path) && file.LinkTarget is null)
            throw new IOException($"{path} is a folder; a door's socket is to be there.");
        if (file.LinkTarget is null && file is { Exists: true, Length: > 0 })
            throw new IOException($"{path} is a file with content; a door's socket is to be there.");
        File.Delete(path);
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _welcome(await _listener.AcceptAsync(_closing.Token).ConfigureAwait(false));
            }
            catch (SocketException failure) when (!_closing.IsCancellationRequested)
            {
                // Out of descriptors, or a client that left between connecting and being accepted.
                _onFailure(failure.SocketErrorCode);
                await Task.Delay(SandboxLimits.PauseAfterFailedAccept, _clock, _closing.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) when (_closing.IsCancellationRequested)
            {
                // However a pending accept ends when its socket is closed under it, that is the end.
                return;
            }
        }
    }
}
