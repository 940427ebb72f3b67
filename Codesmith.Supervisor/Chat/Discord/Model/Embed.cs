namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>A framed block below a message's text. All embeds of a message together hold 6000 characters.</summary>
/// <param name="Title">256 characters.</param>
/// <param name="Description">4096 characters, Markdown.</param>
/// <param name="Url">Where the title leads.</param>
/// <param name="Color">Of its edge: 0xRRGGBB.</param>
/// <param name="Timestamp">Shown at its end, in the reader's time zone.</param>
/// <param name="Fields">25 at most.</param>
internal sealed record Embed(
    string? Title = null,
    string? Description = null,
    string? Url = null,
    int? Color = null,
    DateTimeOffset? Timestamp = null,
    IReadOnlyList<EmbedField>? Fields = null);

/// <summary>A name of 256 characters over a value of 1024, neither empty; inline ones stand side by side.</summary>
internal sealed record EmbedField(string Name, string Value, bool? Inline = null);
