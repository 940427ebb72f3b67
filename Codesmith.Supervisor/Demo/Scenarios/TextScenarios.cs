namespace Codesmith.Supervisor.Demo.Scenarios;

/// <summary>Replies that are only text, or less.</summary>
internal static class TextScenarios
{
    private const int MostLines = 100_000;

    private const string Markdown = """
        # Heading one

        A paragraph with **bold**, *italic*, `code` and a [link](https://example.com).

        - first item
        - second item
          - nested item

        1. one
        2. two

        | Name | Value |
        |---|---|
        | alpha | 1 |
        | beta | 22 |

        > a quote

        ```csharp
        Console.WriteLine("hi"); // a comment
        ```

        Unicode: Grüße, 日本語, emoji 🎉👩‍💻.
        """;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(Trigger.WithRest("SAY", "text"), @"says exactly that (\n is a new line)",
            turn => Reply.Text(turn.Argument.Replace("\\n", "\n", StringComparison.Ordinal))),
        new(Trigger.WithWord("LINES", "n"), "n numbered lines", turn => Reply.Text(Lines(turn.Count(MostLines)))),
        new(Trigger.Word("MARKDOWN"), "headings, lists, a table, code, emoji", _ => Reply.Text(Markdown)),
        new(Trigger.Word("THINK"), "thinks, then answers",
            _ => Reply.Of(
                new ContentBlock.Thinking("Let me think about this. First, look at the question. Second, find an answer."),
                new ContentBlock.Text("Answer after thinking."))),
        new(Trigger.Word("REDACTED"), "thinks in secret, then answers",
            _ => Reply.Of(new ContentBlock.RedactedThinking(), new ContentBlock.Text("Answer after redacted thinking."))),
        new(Trigger.Word("EMPTY"), "answers nothing at all", _ => Reply.Of()),
        new(Trigger.Word("MAXTOKENS"), "stops at the token limit",
            _ => Reply.Text("This reply stops at the token limit because") with { StopReason = "max_tokens" }),
        new(Trigger.Word("REFUSAL"), "refuses to answer",
            _ => Reply.Text("I can't help with that.") with { StopReason = "refusal" }),
    ];

    private static string Lines(int count) => string.Join(
        '\n', Enumerable.Range(1, count).Select(line => $"Line {line} of {count}: the quick brown fox jumps over the lazy dog."));
}
