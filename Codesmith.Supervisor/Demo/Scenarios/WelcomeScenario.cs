using System.Text;

namespace Codesmith.Supervisor.Demo.Scenarios;

/// <summary>What a newcomer reads: an answer to anything, and the list of what can be tried.</summary>
internal static class WelcomeScenario
{
    private const string Welcome = """
        Hello! I am Codesmith's **scripted model**: no real model is connected, so I only have prepared replies. Everything around me is real: the `claude` CLI, its tools, the sandbox.

        Three things to try:

        - Write `RUNTOOL` to see a tool run.
        - Write `ASKME` to be asked a question.
        - Write `MARKDOWN` to see how text looks.

        `HELP` lists all I can do.
        """;

    public static Scenario Default { get; } =
        new(Trigger.Word("HELLO"), "says what this is", _ => Reply.Text(Welcome));

    public static Scenario Help { get; } =
        new(Trigger.Word("HELP"), "lists all of this", _ => Reply.Text(List()));

    /// <summary>Someone who asks for help need not know that words are written in capitals.</summary>
    public static bool IsHelp(string prompt) => prompt.Trim(' ', '?', '!', '.').Equals("help", StringComparison.OrdinalIgnoreCase);

    private static string List()
    {
        var list = new StringBuilder("Write one of these words in a message:\n\n");
        foreach (var scenario in ScenarioCatalogue.All)
            list.Append("- `").Append(scenario.Trigger.Usage).Append("`: ").Append(scenario.Description).Append('\n');
        list.Append("\nand, together with any of them:\n\n");
        foreach (var (usage, description) in Modifiers.Catalogue)
            list.Append("- `").Append(usage).Append("`: ").Append(description).Append('\n');
        return list.ToString();
    }
}
