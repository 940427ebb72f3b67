using System.Collections.Concurrent;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord;

/// <summary>What was asked for and what was wrong about it.</summary>
internal sealed class Ledger(Changes changes)
{
    /// <summary>Enough for any assertion; a soak makes more and looks at counts only.</summary>
    private const int KeptRequests = 20_000;

    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentQueue<string> _unhandledRoutes = new();
    private readonly ConcurrentQueue<string> _lateInteractions = new();
    private readonly ConcurrentQueue<SentTooManyRequests> _tooManyRequests = new();
    private readonly ConcurrentQueue<HandledRequest> _requests = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public IReadOnlyList<string> Violations => [.. _violations];

    public IReadOnlyList<string> UnhandledRoutes => [.. _unhandledRoutes];

    public IReadOnlyList<string> LateInteractions => [.. _lateInteractions];

    public IReadOnlyList<SentTooManyRequests> TooManyRequests => [.. _tooManyRequests];

    public IReadOnlyList<HandledRequest> Requests => [.. _requests];

    /// <summary>By route, as <c>POST /channels/{channel}/messages</c>.</summary>
    public IReadOnlyDictionary<string, int> RequestCounts => _counts;

    public void Violate(string what)
    {
        _violations.Enqueue(what);
        changes.Tell();
    }

    public void RouteUnknown(string method, string path)
    {
        _unhandledRoutes.Enqueue($"{method} {path}");
        Violate($"{method} {path}: no such route");
    }

    public void Late(string interaction)
    {
        _lateInteractions.Enqueue(interaction);
        Violate($"{interaction}: no callback within 3 s");
    }

    public void TooMany(SentTooManyRequests sent)
    {
        _tooManyRequests.Enqueue(sent);
        changes.Tell();
    }

    public void Handled(HandledRequest request)
    {
        _counts.AddOrUpdate(request.Route, 1, (_, count) => count + 1);
        _requests.Enqueue(request);
        if (_requests.Count > KeptRequests)
            _requests.TryDequeue(out _);
        changes.Tell();
    }
}
