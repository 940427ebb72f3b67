namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>What a family of models costs, in dollars for a million tokens.</summary>
/// <param name="Family">What the names of its models begin with.</param>
/// <param name="Input">Read afresh.</param>
/// <param name="Output">Written.</param>
/// <param name="CacheRead">Read from the prompt cache.</param>
/// <param name="MostPrompt">The price is for prompts of up to so many tokens.</param>
internal sealed record ModelPrice(
    string Family, decimal Input, decimal Output, decimal CacheRead, long MostPrompt = long.MaxValue)
{
    private const decimal Million = 1_000_000;

    // The same for all: of the price for input, for what the cache keeps five minutes and an hour.
    private const decimal MinutesCacheFactor = 1.25m;
    private const decimal HourCacheFactor = 2;

    // Of all prices for tokens, and for a search.
    private const decimal FastFactor = 2;
    private const decimal WebSearch = 0.01m;

    /// <summary>Dollars.</summary>
    public decimal Of(TokenUsage usage)
    {
        long hour = Math.Min(usage.HourCacheCreation, usage.CacheCreation);
        decimal tokens = ((usage.Input * Input)
            + (usage.Output * Output)
            + (usage.CacheRead * CacheRead)
            + ((usage.CacheCreation - hour) * Input * MinutesCacheFactor)
            + (hour * Input * HourCacheFactor)) / Million;
        return (usage.IsFast ? tokens * FastFactor : tokens) + (usage.WebSearches * WebSearch);
    }
}
