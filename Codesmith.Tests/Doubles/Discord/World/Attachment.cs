using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <param name="Url">Signed and expiring, as Discord's are.</param>
internal sealed record Attachment(
    ulong Id, string FileName, string? Description, string ContentType, byte[] Content, Uri Url)
{
    public JsonObject ToJson() => new()
    {
        ["id"] = DiscordJson.Text(Id),
        ["filename"] = FileName,
        ["description"] = Description,
        ["size"] = Content.Length,
        ["url"] = Url.AbsoluteUri,
        ["proxy_url"] = Url.AbsoluteUri,
        ["content_type"] = ContentType,
    };
}
