using Codesmith.Supervisor.Chat;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Egress;

/// <summary>
/// Writes down where one user's connections went: host, port, decision, bytes; never paths or contents. A sandbox that
/// asks all the time fills the log no faster than <see cref="EgressLimits.LogLines"/> allow.
/// </summary>
internal sealed class EgressJournal(UserId user, ILogger log, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _windowEnds;
    private int _written;
    private int _leftOut;

    public void Carried(EgressTarget target, ByteRelay relay)
    {
        if (MayWrite())
            log.Carried(user.Value, target.Host, target.Port, relay.Sent, relay.Received);
    }

    /// <param name="target">Null where none could be made out.</param>
    /// <param name="refusal">Why.</param>
    public void Refused(EgressTarget? target, EgressRefusal refusal)
    {
        if (!MayWrite())
            return;
        if (target is null)
            log.NotUnderstood(user.Value, refusal.Status, refusal.Message);
        else
            log.Refused(user.Value, target.Host, target.Port, refusal.Status, refusal.Message);
    }

    /// <summary>A connection met a defect of ours.</summary>
    public void Failed(Exception defect)
    {
        if (MayWrite())
            log.Failed(defect, user.Value);
    }

    private bool MayWrite()
    {
        int leftOut;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now < _windowEnds)
            {
                if (_written < EgressLimits.LogLines)
                {
                    _written++;
                    return true;
                }

                _leftOut++;
                return false;
            }

            leftOut = _leftOut;
            (_windowEnds, _written, _leftOut) = (now + EgressLimits.LogWindow, 1, 0);
        }

        if (leftOut > 0)
            log.LeftOut(user.Value, leftOut);
        return true;
    }
}
