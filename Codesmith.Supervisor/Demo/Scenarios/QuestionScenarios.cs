using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Codesmith.Supervisor.Demo.Scenarios;

/// <summary>Replies that ask the user something.</summary>
internal static partial class QuestionScenarios
{
    private const int QuotedAnswer = 300;

    private const string Plan = "## Plan\n\n1. First change `a.txt`\n2. Then run the tests\n";

    private static JsonObject Database => new()
    {
        ["question"] = "Which DB?",
        ["header"] = "DB",
        ["multiSelect"] = false,
        ["options"] = new JsonArray(
            new JsonObject { ["label"] = "Postgres", ["description"] = "relational" },
            new JsonObject { ["label"] = "Redis", ["description"] = "key-value" }),
    };

    private static JsonObject Features => new()
    {
        ["question"] = "Which features?",
        ["header"] = "Features",
        ["multiSelect"] = true,
        ["options"] = new JsonArray(
            new JsonObject { ["label"] = "Auth", ["description"] = "login" },
            new JsonObject { ["label"] = "Search", ["description"] = "full text" },
            new JsonObject { ["label"] = "Export", ["description"] = "CSV" }),
    };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(Trigger.Word("ASKME"), "asks one question",
            turn => turn.Step > 0 ? Answered(turn) : Reply.Of(new ContentBlock.Text("I have a question."), Ask(Database))),
        new(Trigger.Word("ASKMULTI"), "asks two questions, the second with several answers",
            turn => turn.Step > 0 ? Answered(turn) : Reply.Of(Ask(Database, Features))),
        new(Trigger.Word("ENTERPLAN"), "switches to plan mode",
            turn => turn.Step > 0 ? turn.Closing() : Reply.Of(new ContentBlock.ToolUse("EnterPlanMode", new JsonObject()))),
        new(Trigger.Word("PLAN"), "shows a plan and asks for approval", ShowPlan),
    ];

    private static ContentBlock.ToolUse Ask(params JsonNode[] questions) =>
        new("AskUserQuestion", new JsonObject { ["questions"] = new JsonArray(questions) });

    private static Reply.Message Answered(Turn turn) => Reply.Text(
        "You answered: " + (turn.LastResult.Length <= QuotedAnswer ? turn.LastResult : turn.LastResult[..QuotedAnswer]));

    /// <summary>
    /// A plan is only taken in plan mode, where the CLI names a file for it and reads it from there. A client that
    /// names none takes the plan with the call.
    /// </summary>
    private static Reply.Message ShowPlan(Turn turn)
    {
        if (turn.Step == 0)
            return Reply.Of(new ContentBlock.Text("First, a plan."), new ContentBlock.ToolUse("EnterPlanMode", new JsonObject()));

        var file = PlanFile().Match(turn.Request.BodyText);
        return (file.Success, turn.Step) switch
        {
            (true, 1) => Reply.Of(new ContentBlock.ToolUse("Write", new JsonObject { ["file_path"] = file.Value, ["content"] = Plan })),
            (true, 2) => Reply.Of(new ContentBlock.ToolUse("ExitPlanMode", new JsonObject())),
            (false, 1) => Reply.Of(new ContentBlock.ToolUse("ExitPlanMode", new JsonObject { ["plan"] = Plan })),
            _ => Reply.Text("The plan's result: " + turn.LastResult.Split('\n')[0]),
        };
    }

    [GeneratedRegex(@"/[^\s`""'\\]*/plans/[\w.-]+\.md")]
    private static partial Regex PlanFile();
}
