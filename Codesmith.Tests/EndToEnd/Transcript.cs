using Codesmith.Protocol;

namespace Codesmith.Tests.EndToEnd;

/// <summary>
/// Events as somebody reads them who sees the end result: each thing once, where it began, as it was in the end.
/// </summary>
internal static class Transcript
{
    public static string Of(IEnumerable<WorkerEvent> events)
    {
        var lines = new OrderedDictionary<string, string>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case TextStreamed text:
                    lines.TryAdd(text.BlockId, "live only");
                    break;
                case TextCompleted text:
                    lines[text.BlockId] = text.Text.Length > 0 ? $"text {text.Text}" : "taken back";
                    break;
                case ToolStarted tool:
                    lines[tool.ToolId] = $"{tool.Name} {tool.Summary}: ";
                    break;
                case ToolEnded tool:
                    lines[tool.ToolId] += tool.Outcome == ToolOutcome.Failed ? $"Failed, {tool.Result}" : $"{tool.Outcome}";
                    break;
                case QuestionAsked question:
                    lines[question.QuestionId] = Question(question);
                    break;
                case QuestionClosed question:
                    lines[question.QuestionId] += $" -> {question.Closing}";
                    break;
                case TurnEnded end:
                    lines[$"end {lines.Count}"] =
                        string.Join(", ", new[] { $"{end.Outcome}", end.ErrorKind, end.Message }.OfType<string>());
                    break;
                case AgentExited exited:
                    lines["exit"] = $"{exited.Cause} {exited.Code}";
                    break;
            }
        }

        return string.Join('\n', lines.Values);
    }

    private static string Question(QuestionAsked question)
    {
        var items = question.Items.Select(item =>
            $" [{item.Text} {string.Join(item.MultiSelect ? "+" : "|", item.Options.Select(option => option.Label))}]");
        return $"{question.Kind}: {question.Title}{string.Concat(items)}";
    }
}
