using System.Globalization;

namespace Codesmith.Supervisor.Demo.Scenarios;

/// <summary>What goes wrong with a real API.</summary>
internal static class FailureScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(Trigger.WithStatus("ERR"), "that HTTP error, every time",
            turn => new Reply.Failure(ModelErrors.OfStatus(Status(turn.Argument)))),
        new(Trigger.WithStatusAndCount("ERRONCE"), "that HTTP error the first n times (1), then an answer", FailFirst),
        new(Trigger.Word("TOOLONG"), "the prompt is too long", _ => ModelErrors.PromptTooLong),
        new(Trigger.Word("NOCREDIT"), "the credit is used up", _ => ModelErrors.NoCredit),
        new(Trigger.Word("LIMIT5H"), "the subscription's five hours are used up",
            turn => ModelErrors.SubscriptionExhausted(turn.Now)),
        new(Trigger.Word("ERRMID"), "the stream ends with an error halfway",
            _ => Broken("This reply breaks in the middle of the stream. ", StreamEnding.ErrorEvent)),
        new(Trigger.Word("DROPMID"), "the connection is cut halfway",
            _ => Broken("This reply is cut off in the middle of the stream. ", StreamEnding.ConnectionCut)),
        new(Trigger.Word("HANGMID"), "falls silent halfway",
            _ => Broken("First half of a reply that never ends.\nSecond line.\n", StreamEnding.Silence)),
        new(Trigger.Word("HANG"), "never answers", _ => new Reply.Silence()),
    ];

    private static Reply FailFirst(Turn turn)
    {
        var parts = turn.Argument.Split('x');
        var times = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
        return turn.Try <= times
            ? new Reply.Failure(ModelErrors.OfStatus(Status(parts[0])))
            : Reply.Text(string.Create(CultureInfo.InvariantCulture, $"Recovered after {times} errors."));
    }

    private static int Status(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static Reply.Message Broken(string text, StreamEnding ending) =>
        Reply.Text(string.Concat(Enumerable.Repeat(text, 3))) with { Ending = ending };
}
