using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>Fields of bodies that were checked, or whose absence means the default.</summary>
internal static class BodyReading
{
    public static bool Has(this JsonElement body, string name) =>
        body.ValueKind is JsonValueKind.Object && body.TryGetProperty(name, out _);

    public static JsonElement? Field(this JsonElement body, string name) =>
        body.ValueKind is JsonValueKind.Object && body.TryGetProperty(name, out var value)
            && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    public static string? Text(this JsonElement body, string name) =>
        body.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool Flag(this JsonElement body, string name, bool otherwise = false) =>
        body.Field(name) is { } value ? value.ValueKind is JsonValueKind.True : otherwise;

    public static long Number(this JsonElement body, string name, long otherwise = 0) =>
        body.Field(name) is { } value && FormErrors.TryInteger(value, out var number) ? number : otherwise;

    public static ulong? Id(this JsonElement body, string name) => body.Field(name) is { } value ? Id(value) : null;

    public static ulong? Id(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when ulong.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var id) => id,
        JsonValueKind.Number when value.TryGetUInt64(out var id) => id,
        _ => null,
    };

    public static IEnumerable<JsonElement> Items(this JsonElement body, string name) =>
        body.Field(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static JsonArray Copy(this JsonElement body, string name) =>
        body.Field(name) is { ValueKind: JsonValueKind.Array } array ? JsonArray.Create(array)! : [];
}
