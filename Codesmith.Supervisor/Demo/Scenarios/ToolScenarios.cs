using System.Text.Json.Nodes;

namespace Codesmith.Supervisor.Demo.Scenarios;

/// <summary>Replies that run tools and then say how it went.</summary>
internal static class ToolScenarios
{
    private const int MostSteps = 100;
    private const int MostSeconds = 600;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(Trigger.Word("RUNTOOL"), "runs one command",
            turn => turn.Step > 0 ? turn.Closing() : Reply.Of(
                new ContentBlock.Text("I will run a command."),
                Bash("echo tool-$((6*7))", "Echo test"))),
        new(Trigger.WithLine("BASH", "command"), "runs that command",
            turn => turn.Step > 0 ? turn.Closing() : Reply.Of(Bash(turn.Argument, "Run the given command"))),
        new(Trigger.Word("FAILTOOL"), "runs a command that fails",
            turn => turn.Step > 0 ? turn.Closing() : Reply.Of(Bash("echo oops >&2; exit 3", "Fail on purpose"))),
        new(Trigger.Word("BIGOUT"), "runs a command that prints 5000 lines",
            turn => turn.Step > 0 ? turn.Closing() : Reply.Of(Bash("seq 1 5000", "Print many lines"))),
        new(Trigger.WithWord("LONGTOOL", "seconds"), "runs a command that takes that long",
            turn => turn.Step > 0 ? turn.Closing() : Reply.Of(new ContentBlock.Text("This takes a while."), Ticks(turn.Count(MostSeconds)))),
        new(Trigger.Word("PARALLEL"), "runs three commands at once",
            turn => turn.Step > 0
                ? Reply.Text("All three are done.")
                : Reply.Of(
                    new ContentBlock.Text("Three at once."),
                    Bash("sleep 0.1; echo par-1", "Parallel 1"),
                    Bash("sleep 0.2; echo par-2", "Parallel 2"),
                    Bash("sleep 0.3; echo par-3", "Parallel 3"))),
        new(Trigger.WithWord("CHAIN", "n"), "runs n commands one after the other", Chain),
        new(Trigger.Word("SUBAGENT"), "lets a subagent run a command", Subagent),
        new(Trigger.Word("TODO"), "keeps a task list", TaskList),
        new(Trigger.WithWord("WEBFETCH", "url"), "fetches a page",
            turn => turn.Step > 0
                ? turn.Closing()
                : Reply.Of(new ContentBlock.ToolUse("WebFetch", new JsonObject { ["url"] = turn.Argument, ["prompt"] = "Summarize" }))),
        new(Trigger.Word("UNKNOWNTOOL"), "calls a tool that does not exist",
            turn => turn.Step > 0 ? turn.Closing() : Reply.Of(new ContentBlock.ToolUse("NoSuchTool", new JsonObject { ["a"] = 1 }))),
        new(Trigger.Word("BADINPUT"), "calls a tool without what it needs",
            turn => turn.Step > 0 ? turn.Closing() : Reply.Of(new ContentBlock.ToolUse("Bash", new JsonObject { ["description"] = "no command given" }))),
    ];

    private static ContentBlock.ToolUse Bash(string command, string description) => new("Bash", new JsonObject { ["command"] = command, ["description"] = description });

    private static ContentBlock.ToolUse Ticks(int seconds) => new("Bash", new JsonObject
    {
        ["command"] = $"for i in $(seq 1 {seconds}); do echo tick $i; sleep 1; done",
        ["description"] = "Slow command",
        ["timeout"] = MostSeconds * 1000,
    });

    private static Reply.Message Chain(Turn turn)
    {
        var steps = turn.Count(MostSteps);
        var step = turn.Step + 1;
        return step > steps
            ? Reply.Text("Chain finished.")
            : Reply.Of(new ContentBlock.Text($"Step {step} of {steps}."), Bash($"echo step-{step}", $"Step {step}"));
    }

    private static Reply.Message Subagent(Turn turn) => turn.Step > 0
        ? Reply.Text("The subagent answered.")
        : Reply.Of(
            new ContentBlock.Text("I will start a subagent."),
            // The tool's name changed between versions of the CLI.
            new ContentBlock.ToolUse(turn.Request.Tools.Contains("Agent") ? "Agent" : "Task", new JsonObject
            {
                ["description"] = "Small job",
                ["prompt"] = "BASH:echo from-subagent",
                ["subagent_type"] = "general-purpose",
            }));

    private static Reply.Message TaskList(Turn turn) => turn.Step switch
    {
        0 => Reply.Of(CreateTask("First"), CreateTask("Second"), CreateTask("Third")),
        1 => Reply.Of(
            new ContentBlock.ToolUse("TaskUpdate", new JsonObject { ["taskId"] = "1", ["status"] = "completed" }),
            new ContentBlock.ToolUse("TaskUpdate", new JsonObject { ["taskId"] = "2", ["status"] = "in_progress" })),
        _ => Reply.Text("The task list is set."),
    };

    private static ContentBlock.ToolUse CreateTask(string name) => new("TaskCreate", new JsonObject
    {
        ["subject"] = $"{name} task",
        ["description"] = $"{name} task of the list",
        ["activeForm"] = $"Doing the {name.ToLowerInvariant()} task",
    });
}
