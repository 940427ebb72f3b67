using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Supervisor.Demo;

/// <summary>
/// JSON as the real API writes it: text beyond ASCII as UTF-8. The encoders of System.Text.Json escape every
/// emoji, and a reply without multi-byte characters would not show what happens when one is cut in two.
/// </summary>
internal static class ModelJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = new PlainText() };

    private static readonly SearchValues<char> MustBeEscaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    public static byte[] Serialize(JsonNode value)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
            value.WriteTo(writer);
        return bytes.ToArray();
    }

    public static string SerializeToString(JsonNode value) => Encoding.UTF8.GetString(Serialize(value));

    public static Task WriteAsync(HttpContext context, JsonNode value)
    {
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Serialize(value), context.RequestAborted).AsTask();
    }

    /// <summary>Escapes what JSON wants escaped, and nothing else.</summary>
    private sealed class PlainText : JavaScriptEncoder
    {
        public override int MaxOutputCharactersPerInputCharacter => @"\u0000".Length;

        public override bool WillEncode(int unicodeScalar) =>
            unicodeScalar <= char.MaxValue && MustBeEscaped.Contains((char)unicodeScalar);

        public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) =>
            new ReadOnlySpan<char>(text, textLength).IndexOfAny(MustBeEscaped);

        public override unsafe bool TryEncodeUnicodeScalar(
            int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
            new Span<char>(buffer, bufferLength).TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten);
    }
}
