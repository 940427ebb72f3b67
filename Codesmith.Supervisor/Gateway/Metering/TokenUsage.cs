namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>What the Messages API counts.</summary>
/// <param name="Input">Tokens read afresh.</param>
/// <param name="Output">Tokens written.</param>
/// <param name="CacheRead">Tokens read from the prompt cache.</param>
/// <param name="CacheCreation">Tokens written into the prompt cache.</param>
/// <param name="HourCacheCreation">Those of the latter that are kept an hour, at a higher price.</param>
/// <param name="WebSearches">Searches that the service itself made; they are paid apart.</param>
/// <param name="IsFast">Whether the tokens came faster, at a higher price.</param>
internal readonly record struct TokenUsage(
    long Input, long Output, long CacheRead, long CacheCreation, long HourCacheCreation = 0, long WebSearches = 0,
    bool IsFast = false)
{
    /// <summary>Bytes of text for a token: English has four, code three, other languages two to four.</summary>
    private const int BytesPerToken = 4;

    /// <summary>All that were read.</summary>
    public long Prompt => Input + CacheRead + CacheCreation;

    /// <summary>All, whatever they cost.</summary>
    public long Total => Prompt + Output;

    /// <summary>About how many tokens so many bytes are.</summary>
    public static long ExpectedOf(long bytes) => bytes / BytesPerToken;

    /// <summary>The same, but not less than an estimate; what was read is estimated only where nothing is known of it.</summary>
    public TokenUsage AtLeast(long promptTokens, long outputTokens) => this with
    {
        Input = Prompt == 0 ? promptTokens : Input,
        Output = Math.Max(Output, outputTokens),
    };
}
