namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>How many payloads one connection may still send; Discord closes it if there are more.</summary>
internal sealed class SendBudget(TimeProvider clock)
{
    private readonly Queue<long> _sent = new(); // timestamps, the oldest first; its own lock

    /// <summary>Counts a payload, if it may be sent.</summary>
    /// <param name="isDue">Whether it may use what is kept for what must be sent.</param>
    public bool TryTake(bool isDue)
    {
        lock (_sent)
        {
            while (_sent.TryPeek(out long oldest) && clock.GetElapsedTime(oldest) >= GatewayLimits.SendPeriod)
                _sent.Dequeue();
            int kept = isDue ? 0 : GatewayLimits.SendsKept;
            if (_sent.Count >= GatewayLimits.SendsInPeriod - kept)
                return false;
            _sent.Enqueue(clock.GetTimestamp());
            return true;
        }
    }
}
