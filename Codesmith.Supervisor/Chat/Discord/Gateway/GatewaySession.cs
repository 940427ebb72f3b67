namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// What is needed to go on where the last connection ended. The connection writes it, one at a time; the heartbeat
/// reads the sequence beside it.
/// </summary>
internal sealed class GatewaySession
{
    private const long None = -1;

    private long _sequence = None;
    private int _tries;

    /// <summary>Discord's name for the session; null without one.</summary>
    public string? Id { get; private set; }

    /// <summary>Where to resume; null without a session.</summary>
    public Uri? ResumeUrl { get; private set; }

    /// <summary>The number of the last event that was taken over; null before the first.</summary>
    public long? Sequence => Volatile.Read(ref _sequence) is var sequence and not None ? sequence : null;

    /// <summary>Whether there is something to resume, and it has not failed too often.</summary>
    public bool CanResume =>
        Id is not null && ResumeUrl is not null && Sequence is not null && _tries < GatewayLimits.ResumeTries;

    /// <summary>A session was granted.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="resumeUrl">Null if Discord named none: the session then ends with its connection.</param>
    public void Begin(string id, Uri? resumeUrl)
    {
        Id = id;
        ResumeUrl = resumeUrl;
        Resumed();
    }

    /// <summary>An event was taken over.</summary>
    public void Advance(long sequence) => Volatile.Write(ref _sequence, sequence);

    /// <summary>A try to resume begins.</summary>
    public void Try() => _tries++;

    /// <summary>It succeeded.</summary>
    public void Resumed() => _tries = 0;

    /// <summary>The session is gone.</summary>
    public void Forget()
    {
        Id = null;
        ResumeUrl = null;
        _tries = 0;
        Volatile.Write(ref _sequence, None);
    }
}
