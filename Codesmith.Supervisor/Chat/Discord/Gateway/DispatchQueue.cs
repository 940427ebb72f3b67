using System.Threading.Channels;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// Events between the connection, which must not wait, and the handler, which may take its time. When it is full it
/// takes nothing more until all of it has been handled; Discord sends again what was refused.
/// </summary>
internal sealed class DispatchQueue
{
    private readonly Channel<GatewayDispatch> _waiting =
        Channel.CreateUnbounded<GatewayDispatch>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Lock _lock = new();
    private TaskCompletionSource? _room; // while it is full
    private int _count;
    private long _bytes;

    /// <summary>Takes an event, unless too much waits.</summary>
    public bool TryAdd(GatewayDispatch dispatch)
    {
        lock (_lock)
        {
            // The first is always taken, however long it is.
            bool isFull = _count >= GatewayLimits.WaitingDispatches
                || (_count > 0 && _bytes + dispatch.Data.Length > GatewayLimits.WaitingBytes);
            if (isFull)
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_room is not null)
                return false;
            _count++;
            _bytes += dispatch.Data.Length;
        }

        return _waiting.Writer.TryWrite(dispatch);
    }

    /// <summary>Completes when events are taken; at once unless one was refused.</summary>
    public Task WhenRoomAsync()
    {
        lock (_lock)
            return _room?.Task ?? Task.CompletedTask;
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Hands on event after event, until there are no more.</summary>
    public async Task HandOnAsync(Func<GatewayDispatch, Task> handle, CancellationToken cancellation)
    {
        await foreach (var dispatch in _waiting.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await handle(dispatch).ConfigureAwait(false);
            Remove(dispatch);
        }
    }

    private void Remove(GatewayDispatch dispatch)
    {
        lock (_lock)
        {
            _count--;
            _bytes -= dispatch.Data.Length;
            if (_count > 0)
                return;
            _room?.SetResult();
            _room = null;
        }
    }
}
