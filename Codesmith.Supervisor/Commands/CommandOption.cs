namespace Codesmith.Supervisor.Commands;

/// <summary>One option of a command. A typed command gives its options by position.</summary>
/// <param name="Name">Lower case; unique within the command.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Kind">Which values it takes.</param>
/// <param name="IsRequired">Whether the command needs it; required options come first.</param>
/// <param name="Values">For <see cref="OptionKind.Choice"/> the only values; else what to offer while typing.</param>
internal sealed record CommandOption(
    string Name, string Description, OptionKind Kind, bool IsRequired, IReadOnlyList<string> Values);

/// <summary>Which values an option takes.</summary>
internal enum OptionKind
{
    /// <summary>Text without white space.</summary>
    Word,

    /// <summary>Any text; typed, it is the rest of the line, so it can only be the last option.</summary>
    Text,

    /// <summary>One of the declared values.</summary>
    Choice,
}
