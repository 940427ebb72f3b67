using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <param name="Body">A fresh document, written after the world's lock is released.</param>
internal sealed record RestAnswer(int Status, JsonNode? Body)
{
    public static RestAnswer Nothing { get; } = new(204, null);

    public static RestAnswer Ok(JsonNode body) => new(200, body);

    public static RestAnswer Created(JsonNode body) => new(201, body);
}
