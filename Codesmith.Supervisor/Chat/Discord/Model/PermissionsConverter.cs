using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>
/// Reads a set of any size, of which the lowest 64 bits count: Discord does not promise that there are no more.
/// </summary>
internal sealed class PermissionsConverter : JsonConverter<Permissions>
{
    public override Permissions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out var number))
            return (Permissions)number;
        if (reader.TokenType != JsonTokenType.String
            || !BigInteger.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var set))
            throw new JsonException("A set of permissions is not a number.");
        return (Permissions)(ulong)(set & ulong.MaxValue);
    }

    public override void Write(Utf8JsonWriter writer, Permissions value, JsonSerializerOptions options) =>
        writer.WriteStringValue(((ulong)value).ToString(CultureInfo.InvariantCulture));
}
