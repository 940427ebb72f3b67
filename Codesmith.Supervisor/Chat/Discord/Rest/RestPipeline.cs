using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Sends requests when their turn comes, repeats them where that helps, and says why where it does not.
/// </summary>
internal sealed class RestPipeline : IDisposable
{
    private readonly TaskCompletionSource<DiscordException> _stopped =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly RestTransport _transport;
    private readonly RateLimiter _limiter;
    private readonly RefusalCount _refusals;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly ILogger _log;

    public RestPipeline(RestTransport transport, TimeProvider clock, Random random, ILogger log)
    {
        _transport = transport;
        _limiter = new RateLimiter(clock);
        _refusals = new RefusalCount(clock);
        _clock = clock;
        _random = random;
        _log = log;
    }

    /// <summary>Completes when the token is found to be wrong.</summary>
    public Task<DiscordException> Stopped => _stopped.Task;

    /// <returns>The body of the answer that says it is done.</returns>
    public async Task<byte[]> SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        var retry = new RetryPolicy(request.Repeat, _clock, Spread);
        while (true)
        {
            TimeSpan? pause;
            DiscordException failure;
            try
            {
                var answer = await SendOnceAsync(request, cancellationToken);
                if (answer.IsSuccess || IsAnsweredBefore(answer, retry))
                    return answer.Body;
                failure = DiscordErrors.Of(request, answer);
                StopIfUnauthorized(failure);
                pause = PauseAfter(answer, retry);
            }
            catch (TransportException exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                failure = DiscordErrors.NoAnswer(request, exception);
                pause = retry.AfterFailure(exception.MayHaveArrived);
            }

            if (pause is not { } time)
                throw failure;
            if (time > TimeSpan.Zero)
            {
                _log.Repeated(request.Route, failure.Message, time);
                await Task.Delay(time, _clock, cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        _limiter.Stop("The connection to Discord is closed.");
        _limiter.Dispose();
    }

    /// <summary>When to try again what is answered so; null to give up.</summary>
    private static TimeSpan? PauseAfter(RestAnswer answer, RetryPolicy retry) => answer switch
    {
        // The message will not get any younger.
        { Error.Code: DiscordErrors.EditTooOld } => null,
        { Status: 429 } => retry.AfterLimit() ? TimeSpan.Zero : null,
        { IsOutage: true } => retry.AfterFailure(mayHaveArrived: true),
        _ => null,
    };

    /// <summary>The answer to an earlier try was lost, but the try itself was not.</summary>
    private static bool IsAnsweredBefore(RestAnswer answer, RetryPolicy retry) =>
        answer.Error.Code == DiscordErrors.AlreadyAnswered && retry.MayHaveArrived;

    private async Task<RestAnswer> SendOnceAsync(RestRequest request, CancellationToken cancellationToken)
    {
        var turn = await _limiter.WaitAsync(request, cancellationToken);
        RateLimitReport? report = null;
        try
        {
            if (_refusals.IsSpent)
            {
                throw new DiscordException(
                    DiscordErrorKind.Unavailable,
                    $"{request.Route}: not sent, since Discord refused too many requests in the last ten minutes.");
            }

            var answer = await _transport.SendAsync(request, cancellationToken);
            report = RateLimitReport.Of(answer);
            if (_refusals.Add(answer, report.Limited))
                _log.TooManyRefused();
            Log(request.Route, report.Limited);
            return answer;
        }
        finally
        {
            _limiter.Finish(turn, report);
        }
    }

    private void Log(Route route, Limited? limited)
    {
        if (limited is { Reach: LimitReach.Bucket })
            _log.Limited(route, limited.Wait);
        else if (limited is not null)
            _log.LimitedWidely(route, limited.Reach, limited.Wait);
    }

    private void StopIfUnauthorized(DiscordException failure)
    {
        if (failure.Kind != DiscordErrorKind.Unauthorized || !_stopped.TrySetResult(failure))
            return;
        _limiter.Stop(failure.Message);
        _log.Stopped(failure.Message);
    }

    private double Spread()
    {
        lock (_random)
            return _random.NextDouble();
    }
}
