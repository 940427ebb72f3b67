namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>Discord's documented maxima of messages.</summary>
internal static class MessageLimits
{
    public const int Content = 2000;
    public const int Nonce = 25;
    public const int Files = 10;
    public const int FileBytes = 10 * 1024 * 1024;
    public const int RequestBytes = 25 * 1024 * 1024;
    public const int Embeds = 10;
    public const int EmbedTitle = 256;
    public const int EmbedDescription = 4096;
    public const int EmbedFields = 25;
    public const int EmbedFieldName = 256;
    public const int EmbedFieldValue = 1024;
    public const int EmbedFooter = 2048;
    public const int EmbedAuthor = 256;

    /// <summary>Titles, descriptions, fields, footers and authors of all embeds of a message.</summary>
    public const int EmbedsTogether = 6000;

    public const int Rows = 5;
    public const int ButtonsInRow = 5;
    public const int ButtonLabel = 80;
    public const int CustomId = 100;
    public const int SelectOptions = 25;
    public const int OptionText = 100;
    public const int SelectPlaceholder = 150;

    /// <summary>With components V2, nested ones counted.</summary>
    public const int ComponentsTogether = 40;

    /// <summary>With components V2, over all text displays.</summary>
    public const int TextDisplaysTogether = 4000;

    public const int Pins = 250;
    public const int ReactionKinds = 20;
}
