using System.Text.Json;
using System.Text.Unicode;

namespace Codesmith.Worker.Claude;

/// <summary>
/// Forgiving access to JSON that another program writes: a field that is missing or of another kind is null, never
/// an exception.
/// </summary>
internal static class JsonReading
{
    /// <summary>Reads a document whose every string can be read.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonDocument Document(ReadOnlyMemory<byte> json) => Utf8.IsValid(json.Span)
        ? JsonDocument.Parse(LoneSurrogates.Replace(json))
        : throw new JsonException("Not UTF-8.");

    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) ? field : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } field ? field.GetString() : null;

    public static bool Flag(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.True };

    public static int? Number(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } field && field.TryGetDouble(out var number)
            && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;

    public static long? Integer(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt64(out var number)
            ? number
            : null;

    public static double? Real(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } field && field.TryGetDouble(out var number)
            && double.IsFinite(number)
            ? number
            : null;

    /// <summary>The elements of an array; none for anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
