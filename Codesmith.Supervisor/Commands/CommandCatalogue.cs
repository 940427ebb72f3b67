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
    internal const string Login = "login";
    internal const string Logout = "logout";
    internal const string Help = "help";

    /// <summary>The option of <see cref="Start"/>.</summary>
    internal const string StartWhere = "where";

    /// <summary>The option of <see cref="Compact"/>.</summary>
    internal const string CompactInstructions = "instructions";

    /// <summary>The option of <see cref="Model"/>.</summary>
    internal const string ModelName = "name";

    /// <summary>The option of <see cref="Login"/>.</summary>
    internal const string LoginMethod = "method";

    /// <summary>The value of <see cref="LoginMethod"/> for an account, which is what is meant without one.</summary>
    internal const string Account = "account";

    /// <summary>The value of <see cref="LoginMethod"/> for an API key.</summary>
    internal const string Key = "key";

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
        new(
            Login,
            "Sign in with your own Claude account, or with an API key",
            [new(LoginMethod, "An account, or a key", OptionKind.Choice, IsRequired: false, [Account, Key])],
            CommandAudience.Everyone),
        new(Logout, "Forget your account and your key, here and in your session", [], CommandAudience.Everyone),
        new(Help, "Show the commands", [], CommandAudience.Everyone),
    ];
}
