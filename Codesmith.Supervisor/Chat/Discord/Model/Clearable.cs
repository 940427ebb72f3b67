using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>
/// A field that can be taken away. Where it is absent (a null <c>Clearable&lt;T&gt;?</c>) the field stays as it is;
/// <see cref="Cleared"/> is written as an explicit null.
/// </summary>
internal readonly record struct Clearable<T>(T? Value)
    where T : struct
{
    public static Clearable<T> Cleared => default;

    public static implicit operator Clearable<T>(T value) => new(value);
}

/// <summary>Writes a <see cref="Clearable{T}"/> as its value or as null.</summary>
internal sealed class ClearableConverter<T> : JsonConverter<Clearable<T>>
    where T : struct
{
    public override Clearable<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, TypeInfo(options)));

    public override void Write(Utf8JsonWriter writer, Clearable<T> value, JsonSerializerOptions options)
    {
        if (value.Value is { } present)
            JsonSerializer.Serialize(writer, present, TypeInfo(options));
        else
            writer.WriteNullValue();
    }

    private static JsonTypeInfo<T> TypeInfo(JsonSerializerOptions options) =>
        (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
