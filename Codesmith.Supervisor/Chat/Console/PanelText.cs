using System.Globalization;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>A session's status as text.</summary>
internal static class PanelText
{
    /// <summary>One fact a part; what is unknown is left out. Not escaped.</summary>
    internal static IEnumerable<string> Parts(Panel panel, DateTimeOffset now)
    {
        yield return panel.State;
        if (panel.Status is { } status)
        {
            if ((status.ModelName ?? status.ModelId) is { } model)
                yield return $"model {model}";
            if (status.InputTokens is { } input)
                yield return $"in {Count(input)} tokens";
            if (status.OutputTokens is { } written)
                yield return $"out {Count(written)} tokens";
            if (status.CostUsd is { } cost)
                yield return string.Create(CultureInfo.InvariantCulture, $"cost ${cost:0.00##}");
            if (status.ContextUsedPercent is { } used)
                yield return Context(used, status.ContextWindow);
            foreach (UsageLimit limit in status.Limits)
                yield return $"{limit.Name} {Percent(limit.UsedPercent)}";
        }

        if (panel.StartedAt is { } startedAt && now > startedAt)
            yield return $"up {Uptime(now - startedAt)}";
        yield return $"queue {panel.QueueLength}";
    }

    private static string Context(double used, long? window) =>
        window is { } tokens ? $"context {Percent(used)} of {Count(tokens)}" : $"context {Percent(used)}";

    private static string Percent(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0}%");

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Uptime(TimeSpan up) => up.TotalHours < 1
        ? $"{up.Minutes}m {up.Seconds}s"
        : $"{(int)up.TotalHours}h {up.Minutes}m";
}
