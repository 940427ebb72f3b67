namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>Discord's numbers.</summary>
internal enum OptionKind
{
    SubCommand = 1,
    Group = 2,
    Text = 3,
    Integer = 4,
    Boolean = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
}
