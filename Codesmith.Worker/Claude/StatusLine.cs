using System.Text.Json;
using Codesmith.Protocol;

namespace Codesmith.Worker.Claude;

/// <summary>Reads the JSON that Claude Code hands to its status line command.</summary>
internal static class StatusLine
{
    /// <param name="Conversation">Whose it is; null if that was not said.</param>
    /// <param name="Status">The gauges.</param>
    internal sealed record Reading(string? Conversation, AgentStatus Status);

    /// <summary>Returns null when it is not a status line's JSON.</summary>
    public static Reading? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonReading.Document(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? new Reading(root.Text("session_id"), Status(root)) : null;
        }
        catch (JsonException)
        {
            // Anything in the sandbox can post here; what is not JSON is nothing.
            return null;
        }
    }

    private static AgentStatus Status(JsonElement root)
    {
        var model = root.Field("model") ?? default;
        var context = root.Field("context_window") ?? default;
        var cost = root.Field("cost") ?? default;
        return new AgentStatus(
            model.Text("id"),
            model.Text("display_name"),
            context.Integer("total_input_tokens"),
            context.Integer("total_output_tokens"),
            cost.Real("total_cost_usd") is { } dollars and < 1e9 ? (decimal)dollars : null,
            context.Real("used_percentage"),
            context.Integer("context_window_size"),
            Limits(root.Field("rate_limits") ?? default));
    }

    private static List<UsageLimit> Limits(JsonElement limits)
    {
        if (limits.ValueKind != JsonValueKind.Object)
            return [];
        return limits.EnumerateObject()
            .Where(limit => limit.Value.Real("used_percentage") is not null)
            .Take(WireLimits.UsageWindows)
            .Select(limit => new UsageLimit(limit.Name, limit.Value.Real("used_percentage") ?? 0, ResetsAt(limit.Value)))
            .ToList();
    }

    private static DateTimeOffset? ResetsAt(JsonElement limit) =>
        limit.Integer("resets_at") is { } seconds and > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
