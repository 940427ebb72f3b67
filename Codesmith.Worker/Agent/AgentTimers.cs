namespace Codesmith.Worker.Agent;

/// <summary>The waits of the agent's loop. Setting one that runs starts it anew. Used by the loop's task alone.</summary>
/// <param name="clock">What it waits by.</param>
/// <param name="elapsed">Called on any thread.</param>
internal sealed class AgentTimers(TimeProvider clock, Action<AgentTimer> elapsed) : IDisposable
{
    private readonly Dictionary<AgentTimer, ITimer> _timers = [];

    public void Set(AgentTimer timer, TimeSpan due)
    {
        Cancel(timer);
        _timers[timer] = clock.CreateTimer(_ => elapsed(timer), null, due, Timeout.InfiniteTimeSpan);
    }

    public void Cancel(AgentTimer timer)
    {
        if (_timers.Remove(timer, out var running))
            running.Dispose();
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Keys.ToList())
            Cancel(timer);
    }
}
