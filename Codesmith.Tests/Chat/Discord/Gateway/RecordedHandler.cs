using System.Threading.Channels;
using Codesmith.Supervisor.Chat.Discord.Gateway;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>Keeps what it is told, in order.</summary>
internal sealed class RecordedHandler : IGatewayHandler
{
    private readonly Channel<GatewayDispatch> _dispatches = Channel.CreateUnbounded<GatewayDispatch>();
    private readonly Channel<GatewayState> _states = Channel.CreateUnbounded<GatewayState>();

    /// <summary>What handling an event takes.</summary>
    public Func<GatewayDispatch, Task> Handle { get; set; } = _ => Task.CompletedTask;

    public async Task HandleAsync(GatewayDispatch dispatch, CancellationToken cancellation)
    {
        _dispatches.Writer.TryWrite(dispatch);
        await Handle(dispatch).WaitAsync(cancellation);
    }

    public void StateChanged(GatewayState state) => _states.Writer.TryWrite(state);

    public Task<GatewayDispatch> DispatchAsync() =>
        _dispatches.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);

    /// <summary>The next state of this kind.</summary>
    public async Task<T> StateAsync<T>()
        where T : GatewayState
    {
        while (true)
        {
            if (await _states.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang) is T state)
                return state;
        }
    }
}
