using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Supervisor.Demo;

/// <summary>
/// JSON as the real API writes it: text beyond ASCII as UTF-8. The encoders of System.Text.Json escape every
/// emoji, and a reply without multi-byte characters would not show what happens when one is cut in two.
/// </summary>
internal static class ModelJson
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new PlainText() } };

    private static readonly SearchValues<char> MustBeEscaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    public static byte[] Serialize(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static string SerializeToString(object value) => JsonSerializer.Serialize(value, Options);

    public static Task WriteAsync(HttpContext context, object value)
    {
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Serialize(value), context.RequestAborted).AsTask();
    }

    private sealed class PlainText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
        {
            var quoted = new StringBuilder(value.Length + 2).Append('"');
            var rest = value.AsSpan();
            for (int at; (at = rest.IndexOfAny(MustBeEscaped)) >= 0; rest = rest[(at + 1)..])
                quoted.Append(rest[..at]).Append("\\u").Append(((int)rest[at]).ToString("x4", null));
            writer.WriteRawValue(quoted.Append(rest).Append('"').ToString(), skipInputValidation: true);
        }
    }
}
