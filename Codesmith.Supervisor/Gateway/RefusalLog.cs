using System.Collections.Concurrent;
using Codesmith.Supervisor.Logs;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// Writes down what was refused or failed, and to whom: somebody who tries the doors of a sandbox is seen. Bounded for
/// each user, see <see cref="LogWindow"/>.
/// </summary>
internal sealed class RefusalLog(ILogger log, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, LogWindow> _windows = [];

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

    /// <param name="userId">Whose budget is spent.</param>
    /// <param name="message">What they were told.</param>
    public void Budget(string userId, string message)
    {
        if (MayTell(userId))
            log.BudgetSpent(userId, message);
    }

    /// <param name="userId">Who got it instead of an answer.</param>
    /// <param name="answer">What they were told.</param>
    /// <param name="error">The forwarder's name for it.</param>
    /// <param name="cause">The type of the exception behind it.</param>
    public void Unanswered(string userId, AnthropicError answer, string error, string cause)
    {
        if (MayTell(userId))
            log.NotAnswered(userId, answer.Status, answer.Message, error, cause);
    }

    private bool MayTell(string userId) => _windows
        .GetOrAdd(userId, user => new LogWindow(
            GatewayLimits.RefusalsToldPerSpan, GatewayLimits.RefusalSpan, clock, () => log.RefusalsUntold(user)))
        .MayWrite();
}
