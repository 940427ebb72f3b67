using Codesmith.Tests.Doubles.Discord.RateLimits;

namespace Codesmith.Tests.Doubles.Discord.Faults;

/// <summary>What goes wrong with one request.</summary>
internal abstract record RestFault
{
    private RestFault()
    {
    }

    /// <summary>An HTML page with this status, as proxies send; nothing is done.</summary>
    internal sealed record Fail(int Status) : RestFault;

    internal sealed record Limit(RateLimitScope Scope, double RetryAfterSeconds) : RestFault;

    /// <summary>The work is done, then the connection is cut.</summary>
    internal sealed record LoseAnswer : RestFault;

    /// <summary>Nothing is done before the task is.</summary>
    internal sealed record Hold(Task Until) : RestFault;

    /// <summary>The work is done, but answered only when the task is done, too.</summary>
    internal sealed record HoldAnswer(Task Until) : RestFault;
}
