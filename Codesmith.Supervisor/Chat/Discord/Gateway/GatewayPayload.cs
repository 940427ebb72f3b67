using System.Text.Json;
using System.Text.Unicode;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>A message of Discord's, taken apart.</summary>
/// <param name="Operation">What it is.</param>
/// <param name="Sequence">The number of an event; null for anything else.</param>
/// <param name="Name">The name of an event; null for anything else.</param>
/// <param name="Data">The value of <c>d</c>, within the message; empty if there is none.</param>
internal sealed record GatewayPayload(int Operation, long? Sequence, string? Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>Reads the four fields and checks the rest for being JSON.</summary>
    /// <exception cref="InvalidDataException">It is not a payload.</exception>
    public static GatewayPayload Read(ReadOnlyMemory<byte> message)
    {
        // The reader itself takes strings as they come, and whoever reads the data would stumble.
        if (!Utf8.IsValid(message.Span))
            throw new InvalidDataException("Discord sent a message that is not text.");
        try
        {
            var reader = new Utf8JsonReader(message.Span);
            return Read(ref reader, message) ?? throw new InvalidDataException("Discord sent a message without an operation.");
        }
        catch (JsonException)
        {
            // Without the cause: it quotes the message.
            throw new InvalidDataException("Discord sent a message that is not JSON.");
        }
    }

    private static GatewayPayload? Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> message)
    {
        int? operation = null;
        long? sequence = null;
        string? name = null;
        ReadOnlyMemory<byte> data = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isOperation = reader.ValueTextEquals("op"u8);
            bool isSequence = reader.ValueTextEquals("s"u8);
            bool isName = reader.ValueTextEquals("t"u8);
            bool isData = reader.ValueTextEquals("d"u8);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            if (isOperation && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number))
                operation = number;
            else if (isSequence && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long count) && count >= 0)
                sequence = count;
            else if (isName && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= GatewayLimits.NameCharacters)
                name = reader.GetString();
            reader.Skip();
            if (isData)
                data = message[start..(int)reader.BytesConsumed];
        }

        // What follows the object would be found here.
        reader.Read();
        return operation is null ? null : new GatewayPayload(operation.Value, sequence, name, data);
    }
}
