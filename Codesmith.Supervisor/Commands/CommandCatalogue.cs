namespace Codesmith.Supervisor.Commands;

/// <summary>All <c>/cc</c> commands.</summary>
internal static class CommandCatalogue
{
    internal const string Start = "start";
    internal const string Stop = "stop";
    internal const string Clear = "clear";
    internal const string Compact = "compact";
    internal const string Model = "model";
    internal const string Status = "status";
    internal const string Requirements = "requirements";
    internal const string Interrupt = "interrupt";
    internal const string Help = "help";

    /// <summary>The option of <see cref="Start"/>.</summary>
    internal const string StartWhere = "where";

    /// <summary>The option of <see cref="Compact"/>.</summary>
    internal const string CompactInstructions = "instructions";

    /// <summary>The option of <see cref="Model"/>.</summary>
    internal const string ModelName = "name";

    /// <summary>In the order in which help shows them.</summary>
    internal static IReadOnlyList<CommandDeclaration> All { get; } =
    [
        new(
            Start,
            "Start your session",
            [new(StartWhere, "In your own channel, or here", OptionKind.Choice, IsRequired: false, ["own", "here"])],
            CommandAudience.Everyone),
        new(Stop, "Stop your session", [], CommandAudience.SessionOwner),
        new(Clear, "Begin a new conversation", [], CommandAudience.SessionOwner),
        new(
            Compact,
            "Shorten the conversation to a summary",
            [new(CompactInstructions, "What the summary should keep", OptionKind.Text, IsRequired: false, [])],
            CommandAudience.SessionOwner),
        new(
            Model,
            "Use another model",
            [
                // Only offered: the agent knows more names, and new ones come with its versions.
                new(ModelName, "The model's name", OptionKind.Word, IsRequired: true, ["opus", "sonnet", "haiku"]),
            ],
            CommandAudience.SessionOwner),
        new(Status, "Show model, tokens, cost, context use and state", [], CommandAudience.SessionOwner),
        new(Requirements, "Check what Codesmith needs, and say how to fix it", [], CommandAudience.Everyone),
        new(Interrupt, "Interrupt the running turn", [], CommandAudience.SessionOwner),
        new(Help, "Show the commands", [], CommandAudience.Everyone),
    ];
}
