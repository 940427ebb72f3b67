namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>What a test makes go wrong with events.</summary>
internal sealed class GatewayFaults
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, EventFault Fault)> _next = [];
    private DispatchEvent? _held;

    /// <summary>While true, no connection becomes a WebSocket.</summary>
    public bool RefusesUpgrades { get; set; }

    /// <summary>While true, no guild follows READY; <see cref="DiscordDouble.TellOfGuild"/> tells of one.</summary>
    public bool WithholdsGuilds { get; set; }

    /// <summary>Something happens to the next event of this name.</summary>
    public void OnNext(string eventName, EventFault fault)
    {
        lock (_gate)
            _next.Add((eventName, fault));
    }

    /// <returns>What arrives in the place of this event, in order.</returns>
    public IReadOnlyList<DispatchEvent> Distort(DispatchEvent happened)
    {
        lock (_gate)
        {
            var index = _next.FindIndex(fault => fault.Name == happened.Name);
            var arriving = new List<DispatchEvent>();
            if (index < 0)
            {
                arriving.Add(happened);
            }
            else
            {
                var fault = _next[index].Fault;
                _next.RemoveAt(index);
                if (fault is EventFault.Duplicated)
                    arriving.AddRange([happened, happened]);
                if (fault is EventFault.Delayed)
                {
                    _held = happened;
                    return arriving;
                }
            }

            if (_held is not null)
                arriving.Add(_held);
            _held = null;
            return arriving;
        }
    }
}
