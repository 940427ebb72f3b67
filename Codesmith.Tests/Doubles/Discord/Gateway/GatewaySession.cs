namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>A session, which outlives its connections. Under the world's lock.</summary>
internal sealed class GatewaySession(string id, Intent intents, string resumePath)
{
    private readonly Queue<Outgoing.Dispatch> _replay = new();

    public string Id { get; } = id;

    /// <summary>RESUME is right only on a connection to this path.</summary>
    public string ResumePath { get; } = resumePath;

    public int Sequence { get; private set; }

    public GatewayConnection? Connection { get; private set; }

    public DateTimeOffset DisconnectedAt { get; private set; }

    public void Deliver(DispatchEvent happened)
    {
        if (happened.Intent is not Intent.None && (intents & happened.Intent) == 0)
            return;
        var dispatch = new Outgoing.Dispatch(++Sequence, happened, intents);
        _replay.Enqueue(dispatch);
        if (_replay.Count > GatewayLimits.ReplayedEvents)
            _replay.Dequeue();
        Connection?.Send(dispatch);
    }

    public bool CanReplayAfter(int sequence) =>
        sequence == Sequence || _replay.TryPeek(out var oldest) && oldest.Sequence <= sequence + 1;

    public void Attach(GatewayConnection connection, int after)
    {
        Connection = connection;
        foreach (var dispatch in _replay.Where(dispatch => dispatch.Sequence > after))
            connection.Send(dispatch);
    }

    public void Detach(DateTimeOffset now)
    {
        Connection = null;
        DisconnectedAt = now;
    }
}
