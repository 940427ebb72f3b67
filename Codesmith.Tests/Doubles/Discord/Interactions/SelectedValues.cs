using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Rules;

namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>What somebody chooses in a select.</summary>
internal static class SelectedValues
{
    /// <param name="chosen">Values or labels of a string select, ids of another.</param>
    public static JsonArray Of(JsonObject select, IReadOnlyCollection<string> chosen)
    {
        var kind = (ComponentKind)(int)select["type"]!;
        if (!kind.IsSelect())
            throw new InvalidOperationException($"{select["custom_id"]} is no select.");
        var least = (int?)select["min_values"] ?? 1;
        var most = (int?)select["max_values"] ?? 1;
        if (chosen.Count < least || chosen.Count > most)
            throw new InvalidOperationException($"{select["custom_id"]} takes {least} to {most} values.");
        return [.. chosen.Select(name => (JsonNode)(kind is ComponentKind.StringSelect ? Value(select, name) : name))];
    }

    private static string Value(JsonObject select, string named) =>
        (string?)((JsonArray)select["options"]!).OfType<JsonObject>()
            .FirstOrDefault(option => (string?)option["value"] == named || (string?)option["label"] == named)?["value"]
        ?? throw new InvalidOperationException($"{select["custom_id"]} has no option {named}.");
}
