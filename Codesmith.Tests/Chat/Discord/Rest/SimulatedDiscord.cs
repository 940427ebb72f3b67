using Microsoft.Extensions.Time.Testing;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>
/// Counts requests as Discord does, five in five seconds for a bucket and resource and fifty a second over all, and
/// notes what is beyond it. Ways there and back take their time, so that requests and answers overtake each other.
/// </summary>
internal sealed class SimulatedDiscord(FakeTimeProvider clock, Random random)
{
    private const int Limit = 5;
    private const double Seconds = 5;

    private readonly Dictionary<string, (DateTimeOffset End, int Used)> _windows = [];
    private readonly Queue<DateTimeOffset> _second = new();

    public int Violations { get; private set; }

    public int Done { get; private set; }

    /// <summary>The share of requests whose answer is lost, half of them before they were counted.</summary>
    public double Loss { get; init; }

    public async Task<HttpResponseMessage> AnswerAsync(SentRequest request, CancellationToken cancellation)
    {
        await TravelAsync(20, 80, cancellation);
        double fate = random.NextDouble();
        if (fate < Loss / 2)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "lost");
        var answer = Count(request);
        await TravelAsync(10, 400, cancellation);
        return fate < Loss ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost") : answer;
    }

    private HttpResponseMessage Count(SentRequest request)
    {
        var now = clock.GetUtcNow();
        _second.Enqueue(now);
        while (_second.Peek() <= now - TimeSpan.FromSeconds(1))
            _second.Dequeue();
        if (_second.Count > 50)
            return Refuse(RestStage.Limited("global", 1));

        // Creates and edits of one channel share a bucket; reactions have their own.
        var bucket = request.Path.Contains("reactions", StringComparison.Ordinal) ? "reactions" : "messages";
        var key = $"{bucket} {request.Path.Split('/')[1]}";
        if (!_windows.TryGetValue(key, out var window) || window.End <= now)
            window = (now + TimeSpan.FromSeconds(Seconds), 0);
        double left = (window.End - now).TotalSeconds;
        if (window.Used == Limit)
            return Refuse(RestStage.With(RestStage.Limited("user", left), bucket, 0, left, Epoch(window.End)));
        window.Used++;
        _windows[key] = window;
        Done++;
        return RestStage.Counted(bucket, Limit - window.Used, left, Epoch(window.End));
    }

    private HttpResponseMessage Refuse(HttpResponseMessage answer)
    {
        Violations++;
        return answer;
    }

    private static double Epoch(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private Task TravelAsync(int least, int most, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(random.Next(least, most)), clock, cancellation);
}
