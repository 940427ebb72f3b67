using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>How ids, times and documents look on the wire.</summary>
internal static class DiscordJson
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Relaxed);

    public static string Text(ulong id) => id.ToString(CultureInfo.InvariantCulture);

    public static string? Text(ulong? id) => id is { } known ? Text(known) : null;

    public static string Text(Permission permissions) => Text((ulong)permissions);

    public static string Text(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);

    public static JsonArray Ids(IEnumerable<ulong> ids) => [.. ids.Select(id => (JsonNode)Text(id))];

    public static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];
}
