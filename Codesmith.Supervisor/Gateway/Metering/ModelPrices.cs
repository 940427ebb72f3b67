namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>
/// Anthropic's public prices, from https://platform.claude.com/docs/en/about-claude/pricing as of November 2026. They
/// are for budgets: what is paid in the end is on Anthropic's bill.
/// </summary>
internal static class ModelPrices
{
    /// <summary>The first that fits counts, so a longer name stands before a shorter one.</summary>
    private static readonly ModelPrice[] All =
    [
        new("claude-fable-5-1", 10, 50, 0.25m),
        new("claude-mythos-5-1", 10, 50, 0.25m),
        new("claude-fable", 10, 50, 1),
        new("claude-mythos", 10, 50, 1),
        new("claude-opus-5-5", 4, 20, 0.20m),
        new("claude-opus-5", 5, 25, 0.50m),
        new("claude-opus-4-8", 5, 25, 0.50m),
        new("claude-opus-4-7", 5, 25, 0.50m),
        new("claude-opus-4-6", 5, 25, 0.50m),
        new("claude-opus-4-5", 5, 25, 0.50m),
        new("claude-opus-4", 15, 75, 1.50m),
        new("claude-3-opus", 15, 75, 1.50m),
        new("claude-sonnet-5-5", 2, 10, 0.10m),
        new("claude-sonnet-5", 2, 10, 0.20m),
        new("claude-sonnet-4", 3, 15, 0.30m),
        new("claude-3-7-sonnet", 3, 15, 0.30m),
        new("claude-3-5-sonnet", 3, 15, 0.30m),
        new("claude-haiku-5-5", 0.10m, 0.50m, 0.01m, MostPrompt: 100_000),
        new("claude-haiku-5-5", 0.50m, 2.50m, 0.05m),
        new("claude-haiku-4-5", 1, 5, 0.10m),
        new("claude-3-5-haiku", 0.80m, 4, 0.08m),
        new("claude-3-haiku", 0.25m, 1.25m, 0.03m),
    ];

    /// <summary>Of a model that nobody here knows: a budget must not be passed by a new name.</summary>
    private static readonly ModelPrice Priciest = All.MaxBy(price => price.Output)!;

    /// <summary>
    /// Dollars that the tokens of a prompt cost at least, whose model and cache nobody knows yet: most of an agent's
    /// prompt is in the cache.
    /// </summary>
    public static decimal OfExpected(long tokens) => Priciest.Of(new TokenUsage(0, 0, CacheRead: tokens, 0));

    /// <summary>Dollars for one answer.</summary>
    public static decimal Of(MeteredReply reply) => All
        .FirstOrDefault(price => IsOf(reply.Model, price.Family) && reply.Usage.Prompt <= price.MostPrompt, Priciest)
        .Of(reply.Usage);

    // "claude-opus-5" is not the family of a "claude-opus-50".
    private static bool IsOf(string model, string family) =>
        model.StartsWith(family, StringComparison.Ordinal)
        && (model.Length == family.Length || !char.IsAsciiDigit(model[family.Length]));
}
