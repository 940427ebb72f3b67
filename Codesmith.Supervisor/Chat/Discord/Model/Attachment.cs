namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>A file of a message.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Filename">As its sender named it: not to be trusted as a path.</param>
/// <param name="Size">Bytes, as Discord says.</param>
/// <param name="Url">Signed and short-lived: to be fetched at once.</param>
/// <param name="ContentType">As its sender said.</param>
/// <param name="Description">For those who cannot see it.</param>
internal sealed record Attachment(
    Snowflake Id,
    string Filename = "",
    long Size = 0,
    string? Url = null,
    string? ContentType = null,
    string? Description = null);
