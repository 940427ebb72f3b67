using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Logs;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Egress;

/// <summary>
/// Writes down where one user's connections went: host, port, decision, bytes; never paths or contents. Bounded, see
/// <see cref="LogWindow"/>: what went out apart from what was refused, so that nobody can hide the one behind the other.
/// </summary>
internal sealed class EgressJournal(UserId user, ILogger log, TimeProvider clock)
{
    private readonly LogWindow _carried = Window(user, log, clock);
    private readonly LogWindow _refused = Window(user, log, clock);

    public void Carried(EgressTarget target, ByteRelay relay)
    {
        if (_carried.MayWrite())
            log.Carried(user.Value, target.Host, target.Port, relay.Sent, relay.Received);
    }

    /// <param name="target">Null where none could be made out.</param>
    /// <param name="refusal">Why.</param>
    public void Refused(EgressTarget? target, EgressRefusal refusal)
    {
        if (!_refused.MayWrite())
            return;
        if (target is null)
            log.NotUnderstood(user.Value, refusal.Status, refusal.Message);
        else
            log.Refused(user.Value, target.Host, target.Port, refusal.Status, refusal.Message);
    }

    /// <summary>A connection met a defect of ours.</summary>
    public void Failed(Exception defect)
    {
        if (_refused.MayWrite())
            log.Failed(defect, user.Value);
    }

    private static LogWindow Window(UserId user, ILogger log, TimeProvider clock) =>
        new(EgressLimits.LogLines, EgressLimits.LogWindow, clock, () => log.LeftOut(user.Value));
}
