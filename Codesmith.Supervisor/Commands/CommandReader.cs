using Codesmith.Protocol;

namespace Codesmith.Supervisor.Commands;

/// <summary>Reads a command typed as text, for chats that have no commands of their own.</summary>
/// <param name="word">What every command begins with, such as "/cc".</param>
/// <param name="commands">The commands there are.</param>
internal sealed class CommandReader(string word, IReadOnlyList<CommandDeclaration> commands)
{
    /// <summary>Whether the text is meant as a command: the word alone, or followed by white space.</summary>
    internal bool IsCommand(string text) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        && (text.Length == word.Length || char.IsWhiteSpace(text[word.Length]));

    /// <summary>Reads a text for which <see cref="IsCommand"/> is true.</summary>
    internal CommandReading Read(string text)
    {
        string rest = text[word.Length..].Trim();
        string name = TakeWord(ref rest);
        if (name.Length == 0)
            return new CommandRejected($"Which command? {word} {CommandCatalogue.Help} shows them.");

        CommandDeclaration? command = commands.FirstOrDefault(c => Same(c.Name, name));
        if (command is null)
            return new CommandRejected($"There is no command {word} {Shown(name)}. {Hint(name)}");

        var arguments = new Dictionary<string, string>();
        foreach (CommandOption option in command.Options)
        {
            string value = option.Kind == OptionKind.Text ? rest : TakeWord(ref rest);
            if (option.Kind == OptionKind.Text)
                rest = "";
            // As it is written in chats that show the names of options.
            if (option.Kind == OptionKind.Choice && value.StartsWith(option.Name + ":", StringComparison.OrdinalIgnoreCase))
                value = value.Length > option.Name.Length + 1 ? value[(option.Name.Length + 1)..] : TakeWord(ref rest);
            if (value.Length == 0 && option.IsRequired)
                return new CommandRejected($"{word} {command.Name} needs a {option.Name}. {Usage(command)}");
            if (value.Length == 0)
                continue;
            if (value.Length > WireLimits.ShortText)
                return new CommandRejected($"The value of {option.Name} is too long: at most {WireLimits.ShortText} characters.");
            if (option.Kind == OptionKind.Choice)
            {
                string? choice = option.Values.FirstOrDefault(v => Same(v, value));
                if (choice is null)
                    return new CommandRejected($"The value of {option.Name} is one of {string.Join(", ", option.Values)}.");
                value = choice;
            }

            arguments[option.Name] = value;
        }

        return rest.Length > 0
            ? new CommandRejected($"{word} {command.Name} does not take \"{Shown(rest)}\". {Usage(command)}")
            : new CommandRead(command.Name, arguments);
    }

    private static bool Same(string declared, string typed) =>
        declared.Equals(typed, StringComparison.OrdinalIgnoreCase);

    private static string TakeWord(ref string rest)
    {
        int end = 0;
        while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
            end++;
        string taken = rest[..end];
        rest = rest[end..].TrimStart();
        return taken;
    }

    /// <summary>What was typed, short enough for an error of one line.</summary>
    private static string Shown(string typed)
    {
        const int Enough = 40;
        return typed.Length <= Enough ? typed : $"{typed[..(char.IsHighSurrogate(typed[Enough - 1]) ? Enough - 1 : Enough)]}…";
    }

    private string Hint(string name) =>
        NearestName.Find(name.ToLowerInvariant(), commands.Select(c => c.Name)) is { } near
            ? $"Did you mean {word} {near}?"
            : $"{word} {CommandCatalogue.Help} shows them.";

    private string Usage(CommandDeclaration command) => $"Usage: {CommandHelp.Usage($"{word} ", command)}";
}

/// <summary>What a typed command was read as. A closed union.</summary>
internal abstract record CommandReading;

/// <summary>A declared command with valid arguments, by option name.</summary>
internal sealed record CommandRead(string Name, IReadOnlyDictionary<string, string> Arguments) : CommandReading;

/// <summary>Not a command; the message is one line for the user.</summary>
internal sealed record CommandRejected(string Message) : CommandReading;
