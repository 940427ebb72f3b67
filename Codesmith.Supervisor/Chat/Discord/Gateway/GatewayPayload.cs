using System.Buffers;
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
    private static readonly SearchValues<byte> NameLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8);

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
            return Read(ref reader, message)
                ?? throw new InvalidDataException("Discord sent a message without an operation.");
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
            var field = reader.ValueSpan;
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.Number when field.SequenceEqual("op"u8) && reader.TryGetInt32(out int number):
                    operation = number;
                    break;
                case JsonTokenType.Number when field.SequenceEqual("s"u8) && reader.TryGetInt64(out long count):
                    sequence = count;
                    break;
                case JsonTokenType.String when field.SequenceEqual("t"u8) && IsName(reader.ValueSpan):
                    name = reader.GetString();
                    break;
            }

            reader.Skip();
            if (field.SequenceEqual("d"u8))
                data = message[start..(int)reader.BytesConsumed];
        }

        // What follows the object would be found here.
        reader.Read();
        return operation is null ? null : new GatewayPayload(operation.Value, sequence, name, data);
    }

    /// <summary>Nothing else is one: it is written to the log.</summary>
    private static bool IsName(ReadOnlySpan<byte> text) =>
        text.Length <= GatewayLimits.NameCharacters && !text.ContainsAnyExcept(NameLetters);
}
