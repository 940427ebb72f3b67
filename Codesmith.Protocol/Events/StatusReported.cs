namespace Codesmith.Protocol;

/// <summary>The agent's gauges, from its status line.</summary>
/// <param name="Status">All of them, as they are now.</param>
public sealed record StatusReported(AgentStatus Status) : WorkerEvent;

/// <summary>The agent's gauges. What it has not told is null.</summary>
/// <param name="ModelId">Such as claude-opus-5-5.</param>
/// <param name="ModelName">Such as Opus 5.5.</param>
/// <param name="InputTokens">Tokens in the context, of all input kinds.</param>
/// <param name="OutputTokens">Tokens of the last answer.</param>
/// <param name="CostUsd">Dollars of this conversation at list price, as the agent reckons it.</param>
/// <param name="ContextUsedPercent">0 to 100.</param>
/// <param name="ContextWindow">Tokens that fit.</param>
/// <param name="Limits">The account's usage windows; empty with an API key.</param>
public sealed record AgentStatus(
    string? ModelId,
    string? ModelName,
    long? InputTokens,
    long? OutputTokens,
    decimal? CostUsd,
    double? ContextUsedPercent,
    long? ContextWindow,
    IReadOnlyList<UsageLimit> Limits);

/// <summary>One usage window of an account.</summary>
/// <param name="Name">Such as five_hour.</param>
/// <param name="UsedPercent">0 to 100.</param>
/// <param name="ResetsAt">When it begins anew, if known.</param>
public sealed record UsageLimit(string Name, double UsedPercent, DateTimeOffset? ResetsAt);
