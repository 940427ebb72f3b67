using System.Text.Json;

namespace Codesmith.Worker.Claude;

/// <summary>Reads the JSON that Claude Code hands to its hooks. Unknown fields are ignored, missing ones are empty.</summary>
internal static class HookPayload
{
    /// <summary>Returns null when it is not a hook's payload at all.</summary>
    public static HookEvent? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonReading.Document(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.Text("hook_event_name") is { } name
                ? Parse(name, root) with { Conversation = root.Text("session_id") }
                : null;
        }
        catch (JsonException)
        {
            // Anything in the sandbox can post here; what is not JSON is nothing.
            return null;
        }
    }

    private static HookEvent Parse(string name, JsonElement root) => name switch
    {
        "SessionStart" => new HookEvent.SessionStart(
            root.Text("session_id") ?? "", root.Text("transcript_path") ?? "", root.Text("source") ?? "startup"),
        "UserPromptSubmit" => new HookEvent.UserPromptSubmit(root.Text("prompt") ?? ""),
        "MessageDisplay" => new HookEvent.MessageDisplay(
            root.Text("message_id") ?? "", root.Number("index") ?? 0, root.Flag("final"), root.Text("delta") ?? ""),
        "PreToolUse" => new HookEvent.PreToolUse(
            root.Text("tool_use_id") ?? "", root.Text("tool_name") ?? "", Input(root), root.Text("agent_id")),
        "PostToolUse" => new HookEvent.PostToolUse(
            root.Text("tool_use_id") ?? "", root.Text("tool_name") ?? "", Duration(root)),
        "PostToolUseFailure" => new HookEvent.PostToolUseFailure(
            root.Text("tool_use_id") ?? "", root.Text("tool_name") ?? "", root.Text("error") ?? "",
            root.Flag("is_interrupt"), Duration(root)),
        "PermissionRequest" => new HookEvent.PermissionRequest(root.Text("tool_name") ?? "", Input(root)),
        "Stop" => new HookEvent.Stop(root.Text("last_assistant_message")),
        "StopFailure" => new HookEvent.StopFailure(
            root.Text("error") ?? "unknown", root.Text("last_assistant_message")),
        "PostCompact" => new HookEvent.PostCompact(root.Text("trigger") == "manual"),
        "PostModelSwitch" => new HookEvent.PostModelSwitch(root.Text("to_model") ?? ""),
        _ => new HookEvent.Other(name),
    };

    private static JsonElement Input(JsonElement root) =>
        root.TryGetProperty("tool_input", out var input) ? input.Clone() : default;

    private static TimeSpan? Duration(JsonElement root) =>
        root.Number("duration_ms") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
