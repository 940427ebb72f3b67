using System.Text.Json;
using Codesmith.Protocol;

namespace Codesmith.Tests.Agent;

/// <summary>Worker events as lines for the eye: no times, and ids numbered by their first appearance.</summary>
internal sealed class EventText
{
    private readonly Dictionary<string, string> _names = [];

    public string Line(WorkerEvent happened) => happened switch
    {
        AgentReady ready => $"ready {ready.Version}",
        AgentExited exited => $"exited {exited.Cause} {exited.Code}",
        ConversationChanged changed => $"conversation {Name("conversation", changed.ConversationId)} {changed.Origin}",
        ActivityChanged changed => $"activity {changed.Activity}",
        PromptAccepted accepted => $"accepted {accepted.PromptId ?? "(unasked)"}",
        PromptFailed failed => $"failed {failed.PromptId} {failed.Message}",
        TurnEnded { Outcome: TurnOutcome.Failed } ended => $"turn Failed {ended.ErrorKind}: {ended.Message}",
        TurnEnded ended => $"turn {ended.Outcome}",
        TextStreamed text => $"stream {Name("text", text.BlockId)} {Quote(text.Delta)}",
        TextCompleted text => $"text {Name("text", text.BlockId)} {Quote(text.Text)}",
        ToolStarted { AgentId: { } agent } tool =>
            $"tool {Name("tool", tool.ToolId)} {tool.Name}: {tool.Summary} (of {Name("agent", agent)})",
        ToolStarted tool => $"tool {Name("tool", tool.ToolId)} {tool.Name}: {tool.Summary}",
        ToolEnded tool => $"end {Name("tool", tool.ToolId)} {tool.Outcome} {Quote(tool.Result ?? "")}",
        QuestionAsked asked => $"question {Name("question", asked.QuestionId)} {asked.Kind} {Quote(asked.Title)}"
            + $" {(asked.Kind == QuestionKind.Screen ? "(the screen)" : Quote(asked.Body))} {string.Join(" ", asked.Items.Select(Item))}".TrimEnd(),
        QuestionClosed closed => $"closed {Name("question", closed.QuestionId)} {closed.Closing}",
        CommandCompleted completed => $"command {completed.CommandId} {completed.Succeeded} {completed.Message}",
        StatusReported reported => $"status {reported.Status.ModelName}",
        RetryReported retry => $"retry {retry.Text}",
        Diagnosed diagnosed => $"diagnosed {diagnosed.Code} {diagnosed.Detail}",
        _ => throw new ArgumentException($"No line for {happened}."),
    };

    private static string Item(QuestionItem item) =>
        $"[{item.Text}{(item.MultiSelect ? " (several)" : "")} {string.Join(" | ", item.Options.Select(option => option.Label))}]";

    private static string Quote(string text) => JsonSerializer.Serialize(text, Readable);

    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string Name(string kind, string id)
    {
        if (!_names.TryGetValue(kind + id, out var name))
            _names[kind + id] = name = $"{kind}{_names.Keys.Count(key => key.StartsWith(kind, StringComparison.Ordinal)) + 1}";
        return name;
    }
}
