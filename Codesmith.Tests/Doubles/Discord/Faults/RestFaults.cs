using Codesmith.Tests.Doubles.Discord.RateLimits;

namespace Codesmith.Tests.Doubles.Discord.Faults;

/// <summary>
/// What a test makes go wrong with the next requests. A route is named by its template or by a path, with its method:
/// <c>PATCH /channels/{channel}/messages/{message}</c>; null is any.
/// </summary>
internal sealed class RestFaults
{
    private readonly Lock _gate = new();
    private readonly List<(string? Route, RestFault Fault)> _next = [];

    public void FailNext(int status, int times = 1, string? route = null) =>
        Add(new RestFault.Fail(status), times, route);

    public void LimitNext(RateLimitScope scope, TimeSpan retryAfter, string? route = null) =>
        Add(new RestFault.Limit(scope, retryAfter.TotalSeconds), 1, route);

    public void LoseNextAnswer(string? route = null) => Add(new RestFault.LoseAnswer(), 1, route);

    /// <summary>The request waits until the source is set.</summary>
    public TaskCompletionSource HoldNext(string? route = null)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new RestFault.Hold(release.Task), 1, route);
        return release;
    }

    /// <summary>The request is done at once, and answered when the source is set.</summary>
    public TaskCompletionSource HoldNextAnswer(string? route = null)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new RestFault.HoldAnswer(release.Task), 1, route);
        return release;
    }

    /// <param name="path">Without the base of the API.</param>
    public RestFault? Take(string routeName, string method, string path)
    {
        lock (_gate)
        {
            var index = _next.FindIndex(
                next => next.Route is null || next.Route == routeName || next.Route == $"{method} {path}");
            if (index < 0)
                return null;
            var fault = _next[index].Fault;
            _next.RemoveAt(index);
            return fault;
        }
    }

    private void Add(RestFault fault, int times, string? route)
    {
        lock (_gate)
            _next.AddRange(Enumerable.Repeat((route, fault), times));
    }
}
