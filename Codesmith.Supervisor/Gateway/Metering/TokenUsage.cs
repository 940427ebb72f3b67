namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>Tokens as the Messages API counts them.</summary>
/// <param name="Input">Read afresh.</param>
/// <param name="Output">Written.</param>
/// <param name="CacheRead">Read from the prompt cache.</param>
/// <param name="CacheCreation">Written into the prompt cache.</param>
/// <param name="HourCacheCreation">Those of the latter that are kept an hour, at a higher price.</param>
internal readonly record struct TokenUsage(
    long Input, long Output, long CacheRead, long CacheCreation, long HourCacheCreation = 0)
{
    /// <summary>All that were read.</summary>
    public long Prompt => Input + CacheRead + CacheCreation;

    /// <summary>All, whatever they cost.</summary>
    public long Total => Prompt + Output;
}
