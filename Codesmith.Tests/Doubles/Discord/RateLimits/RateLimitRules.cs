namespace Codesmith.Tests.Doubles.Discord.RateLimits;

/// <summary>What is limited how. The values are observed by library maintainers; Discord promises none.</summary>
internal sealed record RateLimitRules
{
    private const string Messages = "/channels/{channel}/messages";
    private const string OneMessage = Messages + "/{message}";
    private const string OneReaction = OneMessage + "/reactions/{emoji}";
    private const string ByToken = "/webhooks/{webhook}/{token}";

    private static readonly BucketRule Reactions = new("reactions", 1, TimeSpan.FromSeconds(0.25));
    private static readonly BucketRule Webhooks = new("webhooks", 5, TimeSpan.FromSeconds(2));
    private static readonly BucketRule Pins = new("pins", 5, TimeSpan.FromSeconds(5));

    /// <summary>By route name. A route that is not here has a bucket of its own, by <see cref="Other"/>.</summary>
    public IReadOnlyDictionary<string, BucketRule> Routes { get; init; } = new Dictionary<string, BucketRule>
    {
        ["POST " + Messages] = new("message-create", 5, TimeSpan.FromSeconds(5)),
        ["PATCH " + OneMessage] = new("message-edit", 5, TimeSpan.FromSeconds(5)),
        ["DELETE " + OneMessage] = new("message-delete", 5, TimeSpan.FromSeconds(1)),
        ["PUT " + OneReaction + "/@me"] = Reactions,
        ["DELETE " + OneReaction + "/@me"] = Reactions,
        ["DELETE " + OneReaction + "/{user}"] = Reactions,
        ["PUT " + Messages + "/pins/{message}"] = Pins,
        ["DELETE " + Messages + "/pins/{message}"] = Pins,
        ["POST /channels/{channel}/typing"] = new("typing", 5, TimeSpan.FromSeconds(5)),
        ["PATCH /channels/{channel}"] = new("channel-modify", 5, TimeSpan.FromSeconds(15)),
        ["POST /guilds/{guild}/channels"] = new("channel-create", 5, TimeSpan.FromSeconds(5)),
        ["POST " + ByToken] = Webhooks,
        ["GET " + ByToken + "/messages/@original"] = Webhooks,
        ["PATCH " + ByToken + "/messages/@original"] = Webhooks,
        ["DELETE " + ByToken + "/messages/@original"] = Webhooks,
        ["PATCH " + ByToken + "/messages/{message}"] = Webhooks,
        ["DELETE " + ByToken + "/messages/{message}"] = Webhooks,
    };

    public BucketRule Other { get; init; } = new("other", 10, TimeSpan.FromSeconds(1));

    /// <summary>Over all routes of the bot.</summary>
    public BucketRule Global { get; init; } = new("global", 50, TimeSpan.FromSeconds(1));

    /// <summary>Edits of messages older than an hour, per channel; no header tells of it.</summary>
    public BucketRule OldEdits { get; init; } = new("old-edits", 3, TimeSpan.FromSeconds(20));

    /// <summary>New names and topics, per channel; no header tells of it.</summary>
    public BucketRule Renames { get; init; } = new("renames", 2, TimeSpan.FromMinutes(10));

    /// <summary>Answers 401, 403 and 429 (but shared) in ten minutes, before Cloudflare bans.</summary>
    public int InvalidRequests { get; init; } = 10_000;

    /// <summary>Limits that nobody reaches; headers are sent all the same.</summary>
    public static RateLimitRules Generous { get; } = new()
    {
        Routes = new Dictionary<string, BucketRule>(),
        Other = new("other", 1_000_000, TimeSpan.FromSeconds(1)),
        Global = new("global", 1_000_000, TimeSpan.FromSeconds(1)),
        OldEdits = new("old-edits", 1_000_000, TimeSpan.FromSeconds(1)),
        Renames = new("renames", 1_000_000, TimeSpan.FromSeconds(1)),
    };

    public BucketRule Of(string route) =>
        Routes.TryGetValue(route, out var rule) ? rule : Other with { Bucket = route };

    /// <summary>The same rules with another one for a route.</summary>
    public RateLimitRules With(string route, int requests, TimeSpan per) => this with
    {
        Routes = new Dictionary<string, BucketRule>(Routes)
        {
            [route] = new BucketRule(Of(route).Bucket, requests, per),
        },
    };
}
