using System.Text.Json.Nodes;

namespace Codesmith.Supervisor.Demo.Scenarios;

/// <summary>Replies that read and write files of the workspace.</summary>
internal static class FileScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(Trigger.WithFile("WRITEFILE"), "writes a file of three lines",
            turn => turn.Step > 0
                ? turn.Closing()
                : Reply.Of(new ContentBlock.ToolUse("Write", new JsonObject
                {
                    ["file_path"] = PathOf(turn),
                    ["content"] = "line one\nline two\nline three\n",
                }))),
        new(Trigger.WithFile("READFILE"), "reads that file", turn => turn.Step > 0 ? turn.Closing() : Read(turn)),
        new(Trigger.WithFile("EDITFILE"), "reads that file and changes its second line", turn => turn.Step switch
        {
            0 => Read(turn),
            1 => Reply.Of(new ContentBlock.ToolUse("Edit", new JsonObject
            {
                ["file_path"] = PathOf(turn),
                ["old_string"] = "line two",
                ["new_string"] = "line 2 (edited)",
            })),
            _ => turn.Closing(),
        }),
    ];

    private static Reply.Message Read(Turn turn) =>
        Reply.Of(new ContentBlock.ToolUse("Read", new JsonObject { ["file_path"] = PathOf(turn) }));

    private static string PathOf(Turn turn) =>
        Path.Join(turn.Request.WorkingDirectory, turn.Argument.Length > 0 ? turn.Argument : "hello.txt");
}
