using System.Text.Json.Serialization;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>A slash command to declare.</summary>
/// <param name="Name">1–32 characters, lower case.</param>
/// <param name="Description">1–100 characters.</param>
/// <param name="Options">Sub-commands, or else options with the required ones first; 25 at most.</param>
/// <param name="Type">1 for a slash command.</param>
internal sealed record CommandPayload(
    string Name,
    string Description,
    IReadOnlyList<CommandOption>? Options = null,
    CommandType Type = CommandType.Slash);

/// <summary>A command as Discord keeps it.</summary>
/// <param name="Id">Kept as long as the name stays; for mentions such as <c>&lt;/cc start:id&gt;</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What is shown of it.</param>
/// <param name="Type">What it is.</param>
/// <param name="GuildId">Null for global ones.</param>
/// <param name="Options">As declared.</param>
internal sealed record ApplicationCommand(
    Snowflake Id,
    string Name,
    string Description = "",
    CommandType Type = CommandType.Slash,
    Snowflake? GuildId = null,
    IReadOnlyList<CommandOption>? Options = null);

/// <summary>An option, a sub-command or a group of them.</summary>
/// <param name="Type">What is expected.</param>
/// <param name="Name">1–32 characters, lower case.</param>
/// <param name="Description">1–100 characters.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Choices">The only values; 25 at most.</param>
/// <param name="Options">Of a sub-command or a group.</param>
/// <param name="Autocomplete">Whether suggestions are asked for; not together with choices.</param>
/// <param name="MinLength">Of a string: 0–6000.</param>
/// <param name="MaxLength">Of a string: 1–6000.</param>
internal sealed record CommandOption(
    CommandOptionType Type,
    string Name,
    string Description = "",
    bool? Required = null,
    IReadOnlyList<CommandChoice>? Choices = null,
    IReadOnlyList<CommandOption>? Options = null,
    bool? Autocomplete = null,
    int? MinLength = null,
    int? MaxLength = null);

/// <summary>A value, and how it is shown; 100 characters each.</summary>
internal sealed record CommandChoice(
    string Name, [property: JsonConverter(typeof(ScalarTextConverter))] string Value);

internal enum CommandType
{
    Slash = 1,
    User = 2,
    Message = 3,
}

internal enum CommandOptionType
{
    SubCommand = 1,
    SubCommandGroup = 2,
    Text = 3,
    WholeNumber = 4,
    Truth = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
}
