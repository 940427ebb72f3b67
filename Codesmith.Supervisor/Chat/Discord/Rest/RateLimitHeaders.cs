using System.Globalization;
using System.Net.Http.Headers;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>What an answer says about the limit its request was counted for.</summary>
/// <param name="Bucket">Names the limit, together with the resource; null if it is not said.</param>
/// <param name="Limit">Requests in one window.</param>
/// <param name="Remaining">Those left in this one.</param>
/// <param name="Reset">
/// When it ends by Discord's clock, in seconds: only good to tell earlier windows from later ones.
/// </param>
/// <param name="ResetAfter">How long it still lasts.</param>
internal sealed record RateLimitHeaders(string? Bucket, int Limit, int Remaining, double Reset, TimeSpan ResetAfter)
{
    /// <summary>Null if there are none that can be read.</summary>
    public static RateLimitHeaders? Of(HttpResponseHeaders headers)
    {
        double? limit = Number(headers, "X-RateLimit-Limit");
        double? remaining = Number(headers, "X-RateLimit-Remaining");
        double? resetAfter = Number(headers, "X-RateLimit-Reset-After");
        if (limit is not (>= 1 and < int.MaxValue) || remaining is not (>= 0 and < int.MaxValue) || resetAfter is null)
            return null;
        return new RateLimitHeaders(
            Text(headers, "X-RateLimit-Bucket"),
            (int)limit,
            (int)remaining,
            Number(headers, "X-RateLimit-Reset") ?? 0,
            RateLimitReport.Wait(resetAfter.Value));
    }

    public static string? Text(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First() : null;

    public static double? Number(HttpResponseHeaders headers, string name) =>
        double.TryParse(Text(headers, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;
}
