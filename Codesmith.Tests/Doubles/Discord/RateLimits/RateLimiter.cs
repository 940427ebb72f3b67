using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Codesmith.Tests.Doubles.Discord.Rest;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Tests.Doubles.Discord.RateLimits;

/// <summary>Counts requests in windows on the double's clock.</summary>
internal sealed class RateLimiter(TimeProvider clock, RateLimitRules rules)
{
    private static readonly TimeSpan InvalidWindow = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Bucket, string Resource), RateLimitWindow> _windows = [];
    private readonly ConcurrentDictionary<string, string> _keys = new();
    private readonly Queue<DateTimeOffset> _invalid = new();

    /// <summary>Answers that Discord counts towards a ban, in the last ten minutes.</summary>
    public int InvalidRequests
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _invalid.Count;
            }
        }
    }

    public RateLimitWindow TakeGlobal() => Take(rules.Global, "");

    public RateLimitWindow Take(Route route, string[] values) => Take(rules.Of(route.Name), Resource(route, values));

    /// <summary>Throws when the limit that no header tells of is reached.</summary>
    public void TakeOldEdit(ulong channel) => TakeHidden(
        rules.OldEdits, channel, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later");

    /// <inheritdoc cref="TakeOldEdit"/>
    public void TakeRename(ulong channel) => TakeHidden(
        rules.Renames, channel, 20028, "The write action you are performing on the channel has hit the write rate limit");

    /// <summary>To the millisecond, as Discord tells it: a client that waits just so long may come too early.</summary>
    public double SecondsUntil(DateTimeOffset reset) =>
        Math.Max(0.001, Math.Round((reset - clock.GetUtcNow()).TotalSeconds, 3));

    /// <summary>How long the whole address is banned, or null.</summary>
    public double? BannedSeconds()
    {
        lock (_gate)
        {
            Forget();
            return _invalid.Count >= rules.InvalidRequests ? SecondsUntil(_invalid.Peek() + InvalidWindow) : null;
        }
    }

    public void CountInvalid()
    {
        lock (_gate)
            _invalid.Enqueue(clock.GetUtcNow());
    }

    public void WriteHeaders(IHeaderDictionary headers, RateLimitWindow window)
    {
        headers["X-RateLimit-Limit"] = Text(window.Rule.Requests);
        headers["X-RateLimit-Remaining"] = Text(window.Remaining);
        headers["X-RateLimit-Reset"] = Text(window.ResetAt.ToUnixTimeMilliseconds() / 1000.0);
        headers["X-RateLimit-Reset-After"] = Text(SecondsUntil(window.ResetAt));
        headers["X-RateLimit-Bucket"] = window.Key;
    }

    private void TakeHidden(BucketRule rule, ulong channel, int code, string message)
    {
        var window = Take(rule, Text(channel));
        if (window.IsExceeded)
            throw new RateLimitedException(RateLimitScope.User, SecondsUntil(window.ResetAt), code, message);
    }

    private RateLimitWindow Take(BucketRule rule, string resource)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var key = (rule.Bucket, resource);
            var window = _windows.TryGetValue(key, out var open) && open.ResetAt > now
                ? open with { Used = open.Used + 1 }
                : new RateLimitWindow(rule, Hash(rule.Bucket), 1, now + rule.Per);
            return _windows[key] = window;
        }
    }

    private void Forget()
    {
        while (_invalid.TryPeek(out var first) && clock.GetUtcNow() - first > InvalidWindow)
            _invalid.Dequeue();
    }

    private string Hash(string bucket) =>
        _keys.GetOrAdd(bucket, name => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32]);

    /// <summary>The top-level resource of the path: channel, guild, or webhook with its token.</summary>
    private static string Resource(Route route, string[] values)
    {
        var placeholders = route.Segments.Where(RouteTable.IsPlaceholder).ToArray();
        return string.Join('/', values.Where(
            (_, index) => placeholders[index] is "{channel}" or "{guild}" or "{webhook}" or "{token}"));
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
