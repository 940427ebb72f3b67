using Codesmith.Protocol;

namespace Codesmith.Tests.Protocol;

/// <summary>At least one full and one sparse sample of each record on the wire.</summary>
internal static class Samples
{
    /// <summary>Everything that escaping, surrogates and control characters can spoil.</summary>
    public const string Awkward = "a\"\\/\u0000\u001b\r\n\t<é漢🙂\u2028>";

    public static IEnumerable<WorkerEvent> Events() =>
    [
        new AgentReady("2.1.330"),
        new AgentReady(null),
        .. Enum.GetValues<AgentExitCause>().Select(cause => new AgentExited(cause, 137, Awkward)),
        .. Enum.GetValues<ConversationOrigin>().Select(origin => new ConversationChanged("c", origin)),
        new PromptAccepted("p"),
        new PromptAccepted(null),
        new PromptFailed("p", Awkward),
        .. Enum.GetValues<TurnOutcome>().Select(outcome => new TurnEnded(outcome, "rate_limit", "Slow down.")),
        new TurnEnded(TurnOutcome.Completed),
        new TextStreamed("b", Awkward),
        new TextCompleted("b", ""),
        new ToolStarted("t", "Bash", Awkward, "sub"),
        new ToolStarted("t", "Bash", "ls"),
        .. Enum.GetValues<ToolOutcome>().Select(outcome =>
            new ToolEnded("t", outcome, Awkward, TimeSpan.FromMilliseconds(1234.5))),
        new ToolEnded("t", ToolOutcome.Succeeded, null, null),
        .. Enum.GetValues<QuestionKind>().Where(kind => kind != QuestionKind.Choice)
            .Select(kind => new QuestionAsked("q", kind, "Title", Awkward, [])),
        new QuestionAsked("q", QuestionKind.Choice, "Title", "", [
            new QuestionItem("Header", "Which?", true, [new QuestionOption("One", Awkward), new QuestionOption("Two", "")]),
            new QuestionItem("", "", false, []),
        ]),
        .. Enum.GetValues<QuestionClosing>().Select(closing => new QuestionClosed("q", closing)),
        new CommandCompleted("c", true, "Done."),
        new StatusReported(new AgentStatus(
            "claude-opus-5-5", "Opus 5.5", long.MaxValue, 0, 12.345678901234567890m, 99.5, 200_000, [
                new UsageLimit("five_hour", 12.5, new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(-7))),
                new UsageLimit("seven_day", 0, null),
            ])),
        new StatusReported(new AgentStatus(null, null, null, null, null, null, null, [])),
        .. Enum.GetValues<AgentActivity>().Select(activity => new ActivityChanged(activity)),
        new RetryReported("Retrying in 4 s"),
        new Diagnosed("code", "detail"),
    ];

    public static IEnumerable<AgentLaunch> Launches() =>
    [
        .. Enum.GetValues<AgentCredential>()
            .Select(credential => new AgentLaunch("0b0e7f1c-5a6e-4c69-9d0e-0f6a5f1c2b3d", "opus", credential)),
        new AgentLaunch("0b0e7f1c-5a6e-4c69-9d0e-0f6a5f1c2b3d", null, AgentCredential.Gateway),
    ];

    public static IEnumerable<CommandInput> Commands() =>
    [
        new CommandInput("c", AgentCommand.Clear),
        new CommandInput("c", AgentCommand.Compact),
        new CommandInput("c", AgentCommand.Compact, "keep the plan"),
        new CommandInput("c", AgentCommand.Model, "opus"),
    ];

    public static IEnumerable<QuestionAnswer> Answers() =>
    [
        new QuestionAnswer("q", QuestionDecision.Accept, [["One", Awkward], []]),
        new QuestionAnswer("q", QuestionDecision.Refuse, [], Awkward),
        new QuestionAnswer("q", QuestionDecision.Dismiss, []),
    ];

    public static IEnumerable<FileChunk> Chunks() =>
    [
        new FileChunk("17", "Grüße 漢🙂.txt", 0, [0, 0xFB, 0xFF], false),
        new FileChunk("17", "Grüße 漢🙂.txt", 3, [], true),
    ];
}
