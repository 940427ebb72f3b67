namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>Whoever uses the connection.</summary>
internal interface IGatewayHandler
{
    /// <summary>
    /// One event; the next comes when this one is done. The order is Discord's, READY and RESUMED among them: READY
    /// says that events before it may be missing, RESUMED that none are. An event may come twice. An exception is
    /// logged and the event counts as handled.
    /// </summary>
    Task HandleAsync(GatewayDispatch dispatch, CancellationToken cancellation);

    /// <summary>
    /// How the connection is now; ahead of events that still wait. Called from the connection's own loop: returns at
    /// once and throws nothing.
    /// </summary>
    void StateChanged(GatewayState state);
}
