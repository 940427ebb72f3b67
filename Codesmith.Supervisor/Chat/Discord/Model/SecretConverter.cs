using System.Text.Json;
using System.Text.Json.Serialization;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>Reads what must not be shown. It is never part of a body we send.</summary>
internal sealed class SecretConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A token is missing."));

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Tokens are not written into JSON.");
}
