using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Commands;
using DeclaredOption = Codesmith.Supervisor.Commands.CommandOption;
using Option = Codesmith.Supervisor.Chat.Discord.Model.CommandOption;

namespace Codesmith.Supervisor.Chat.Discord.Commands;

/// <summary>The declared commands in Discord's form: one command whose sub-commands they are. Pure.</summary>
internal static class CommandForms
{
    /// <summary>Characters of an option that Discord takes at most.</summary>
    private const int LongestText = 1000;

    public static IReadOnlyList<CommandPayload> Of(IReadOnlyList<CommandDeclaration> commands) =>
    [
        new CommandPayload(
            CommandInteractions.Root, "Claude Code, in a session of your own",
            [
                .. commands.Select(command => new Option(
                    CommandOptionType.SubCommand, command.Name, command.Description,
                    Options: command.Options.Count > 0 ? [.. command.Options.Select(Form)] : null)),
            ]),
    ];

    /// <summary>Whether Discord has the commands as they are declared.</summary>
    public static bool AreSame(IReadOnlyList<CommandPayload> declared, IReadOnlyList<ApplicationCommand> registered) =>
        declared.Select(command => Text(command.Name, command.Description, command.Options))
            .SequenceEqual(registered.Select(command => Text(command.Name, command.Description, command.Options)));

    private static Option Form(DeclaredOption option) => new(
        CommandOptionType.Text, option.Name, option.Description,
        Required: option.IsRequired ? true : null,
        Choices: option.Kind == OptionKind.Choice
            ? [.. option.Values.Select(value => new CommandChoice(value, value))]
            : null,
        Autocomplete: option.Kind != OptionKind.Choice && option.Values.Count > 0 ? true : null,
        MaxLength: option.Kind == OptionKind.Choice ? null : LongestText);

    /// <summary>What Discord leaves out and what it fills in does not make a difference.</summary>
    private static string Text(string name, string description, IReadOnlyList<Option>? options) =>
        $"{name}({description})[{string.Join(';', (options ?? []).Select(Text))}]";

    private static string Text(Option option) =>
        $"{option.Type} {Text(option.Name, option.Description, option.Options)} {option.Required == true} "
        + $"{option.Autocomplete == true} {option.MaxLength} {string.Join(',', (option.Choices ?? []).Select(choice => choice.Value))}";
}
