using System.Globalization;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>A tool call that ended, as text.</summary>
internal static class ToolText
{
    /// <summary>Such as <c>Bash echo hi (ok, 0.1s)</c>; not escaped.</summary>
    internal static string Line(ToolLine tool)
    {
        string call = tool.Summary.Length > 0 ? $"{tool.Name} {tool.Summary}" : tool.Name;
        string took = tool.Duration is { } duration ? $", {Duration(duration)}" : "";
        string result = string.IsNullOrWhiteSpace(tool.Result) ? "" : $": {tool.Result.Trim()}";
        return $"{call} ({Outcome(tool.Outcome)}{took}){result}";
    }

    /// <summary>Such as 0.1s, 42.0s, 3m 5s or 2h 10m.</summary>
    internal static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0}s"),
        { TotalMinutes: < 60 } => $"{(int)duration.TotalMinutes}m {duration.Seconds}s",
        _ => $"{(int)duration.TotalHours}h {duration.Minutes}m",
    };

    private static string Outcome(ToolOutcome? outcome) => outcome switch
    {
        ToolOutcome.Succeeded => "ok",
        ToolOutcome.Failed => "failed",
        ToolOutcome.Interrupted => "interrupted",
        _ => "running",
    };
}
