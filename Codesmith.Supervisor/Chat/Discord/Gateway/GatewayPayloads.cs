using System.Buffers;
using System.Text.Json;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>The payloads that we send, and the few fields that we read.</summary>
internal static class GatewayPayloads
{
    /// <summary>Discord's smallest: members of a server are not asked for.</summary>
    private const int LargeThreshold = 50;

    public static ReadOnlyMemory<byte> Heartbeat(long? sequence) => Write(GatewayOperation.Heartbeat, data =>
    {
        if (sequence is null)
            data.WriteNullValue();
        else
            data.WriteNumberValue(sequence.Value);
    });

    /// <summary>One of the two that hold the token.</summary>
    public static ReadOnlyMemory<byte> Identify(Secret token, int intents) => Write(GatewayOperation.Identify, data =>
    {
        data.WriteStartObject();
        data.WriteString("token"u8, token.Reveal());
        data.WriteNumber("intents"u8, intents);
        data.WriteStartObject("properties"u8);
        data.WriteString("os"u8, "linux"u8);
        data.WriteString("browser"u8, "codesmith"u8);
        data.WriteString("device"u8, "codesmith"u8);
        data.WriteEndObject();
        data.WriteNumber("large_threshold"u8, LargeThreshold);
        data.WriteStartObject("presence"u8);
        data.WriteStartArray("activities"u8);
        data.WriteEndArray();
        data.WriteString("status"u8, "online"u8);
        data.WriteNull("since"u8);
        data.WriteBoolean("afk"u8, false);
        data.WriteEndObject();
        data.WriteEndObject();
    });

    /// <summary>One of the two that hold the token.</summary>
    public static ReadOnlyMemory<byte> Resume(Secret token, string sessionId, long sequence) =>
        Write(GatewayOperation.Resume, data =>
        {
            data.WriteStartObject();
            data.WriteString("token"u8, token.Reveal());
            data.WriteString("session_id"u8, sessionId);
            data.WriteNumber("seq"u8, sequence);
            data.WriteEndObject();
        });

    /// <summary>The interval that Hello gives, within our bounds; null if it gives none.</summary>
    public static TimeSpan? HeartbeatInterval(GatewayPayload hello)
    {
        using var document = JsonDocument.Parse(DataOf(hello));
        if (!TryGet(document.RootElement, "heartbeat_interval"u8, JsonValueKind.Number, out var value)
            || !value.TryGetDouble(out double milliseconds))
            return null;
        return TimeSpan.FromMilliseconds(Math.Clamp(
            milliseconds, GatewayLimits.ShortestHeartbeat.TotalMilliseconds,
            GatewayLimits.LongestHeartbeat.TotalMilliseconds));
    }

    /// <summary>The session that READY grants; null if it names none.</summary>
    public static (string Id, Uri? ResumeUrl)? Session(GatewayPayload ready)
    {
        using var document = JsonDocument.Parse(DataOf(ready));
        if (!TryGet(document.RootElement, "session_id"u8, JsonValueKind.String, out var id)
            || id.GetString() is not { Length: > 0 and <= GatewayLimits.SessionIdCharacters } sessionId)
            return null;
        return TryGet(document.RootElement, "resume_gateway_url"u8, JsonValueKind.String, out var address)
            && Uri.TryCreate(address.GetString(), UriKind.Absolute, out var url)
            && IsSafe(url)
            ? (sessionId, url)
            : (sessionId, null);
    }

    /// <summary>Whether an invalid session may be resumed after all.</summary>
    public static bool IsResumable(GatewayPayload invalidSession) => invalidSession.Data.Span.SequenceEqual("true"u8);

    /// <summary>The token is sent there: in the clear only within this machine.</summary>
    private static bool IsSafe(Uri url) =>
        url.Scheme == Uri.UriSchemeWss || (url.Scheme == Uri.UriSchemeWs && url.IsLoopback);

    private static ReadOnlyMemory<byte> DataOf(GatewayPayload payload) =>
        payload.Data.IsEmpty ? "null"u8.ToArray() : payload.Data;

    private static bool TryGet(JsonElement parent, ReadOnlySpan<byte> name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object
            && parent.TryGetProperty(name, out value)
            && value.ValueKind == kind;
    }

    private static ReadOnlyMemory<byte> Write(int operation, Action<Utf8JsonWriter> writeData)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes);
        writer.WriteStartObject();
        writer.WriteNumber("op"u8, operation);
        writer.WritePropertyName("d"u8);
        writeData(writer);
        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenMemory;
    }
}
