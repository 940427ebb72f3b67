namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>A file to send with a message. In memory, since it may have to be sent twice.</summary>
/// <param name="Name">As it is shown and saved.</param>
/// <param name="Content">Its bytes; 10 MiB is what any channel takes.</param>
/// <param name="ContentType">Such as <c>text/plain</c>.</param>
/// <param name="Description">For those who cannot see it.</param>
internal sealed record FileUpload(
    string Name,
    ReadOnlyMemory<byte> Content,
    string ContentType = "application/octet-stream",
    string? Description = null);
