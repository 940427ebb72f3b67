using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>Numbers the components that have no id, as Discord does.</summary>
internal static class ComponentIds
{
    public static JsonArray Fill(JsonArray components)
    {
        var taken = All(components).Select(component => Id(component)).Where(id => id > 0).ToHashSet();
        var next = 0;
        foreach (var component in All(components).Where(component => Id(component) <= 0))
        {
            do
                next++;
            while (taken.Contains(next));
            component["id"] = next;
        }

        return components;
    }

    /// <summary>Depth first, in the order they are shown.</summary>
    public static IEnumerable<JsonObject> All(JsonArray components) =>
        components.OfType<JsonObject>().SelectMany(WithNested);

    private static IEnumerable<JsonObject> WithNested(JsonObject component)
    {
        yield return component;
        var nested = new[] { component["component"], component["accessory"] }.Concat(
            component["components"] as JsonArray ?? []);
        foreach (var below in nested.OfType<JsonObject>().SelectMany(WithNested))
            yield return below;
    }

    private static int Id(JsonObject component) =>
        component["id"] is JsonValue value && value.TryGetValue<int>(out var id) ? id : 0;
}
