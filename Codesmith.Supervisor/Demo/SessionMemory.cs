namespace Codesmith.Supervisor.Demo;

/// <summary>What the scripted model remembers of a CLI session from one request to the next.</summary>
internal sealed class SessionMemory
{
    /// <summary>Sessions that never come back are forgotten, oldest first, beyond this.</summary>
    private const int MaxSessions = 1000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Memory> _sessions = [];

    /// <summary>Keeps what sticks of the modifiers, and returns what is in force now.</summary>
    public (int? InputTokens, (double FiveHours, double SevenDays)? UsedShares) Update(string session, Modifiers modifiers)
    {
        lock (_lock)
        {
            var memory = Of(session);
            memory.InputTokens = modifiers.InputTokens ?? memory.InputTokens;
            memory.UsedShares = modifiers.UsedShares ?? memory.UsedShares;
            return (memory.InputTokens, memory.UsedShares);
        }
    }

    /// <summary>A compacted conversation is short again, whatever was reported before.</summary>
    public void ForgetUsage(string session)
    {
        lock (_lock)
            Of(session).InputTokens = null;
    }

    /// <summary>How often this prompt has been sent in this session, this time included.</summary>
    public int CountTry(string session, string prompt)
    {
        lock (_lock)
        {
            var memory = Of(session);
            memory.Tries = memory.Prompt == prompt ? memory.Tries + 1 : 1;
            memory.Prompt = prompt;
            return memory.Tries;
        }
    }

    private Memory Of(string session)
    {
        if (_sessions.TryGetValue(session, out var known))
            return known;
        if (_sessions.Count == MaxSessions)
            _sessions.RemoveAt(0);
        return _sessions[session] = new Memory();
    }

    private sealed class Memory
    {
        public int? InputTokens { get; set; }
        public (double FiveHours, double SevenDays)? UsedShares { get; set; }
        public string Prompt { get; set; } = "";
        public int Tries { get; set; }
    }
}
