using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// Writes down what was refused, and to whom: somebody who tries the doors of a sandbox is seen. Bounded for each user,
/// because a log that one sandbox can fill hides what the others do.
/// </summary>
internal sealed class RefusalLog(ILogger log, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Start, int Count)> _told = [];

    public void Route(string userId, string method, string target)
    {
        if (MayTell(userId))
            log.Refused(userId, method, GatewayErrors.Shortened(target));
    }

    public void Malformed(string userId, int status)
    {
        if (MayTell(userId))
            log.Malformed(userId, status);
    }

    public void Connection(string userId, int connections)
    {
        if (MayTell(userId))
            log.TooManyConnections(userId, connections);
    }

    private bool MayTell(string userId)
    {
        int count;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (!_told.TryGetValue(userId, out var told)
                || clock.GetElapsedTime(told.Start, now) >= GatewayLimits.RefusalSpan)
                told = (now, 0);
            count = told.Count;
            _told[userId] = (told.Start, count + 1);
        }
        if (count == GatewayLimits.RefusalsToldPerSpan)
            log.RefusalsUntold(userId);
        return count < GatewayLimits.RefusalsToldPerSpan;
    }
}
