using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Rules;

namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>The data of a modal that somebody filled in.</summary>
internal static class ModalSubmission
{
    public static JsonObject Of(JsonObject modal, IReadOnlyList<(string CustomId, object Value)> values)
    {
        var given = values.ToDictionary(value => value.CustomId, value => value.Value);
        var components = new JsonArray();
        foreach (var component in ((JsonArray)modal["components"]!).OfType<JsonObject>())
            components.Add(Top(component, given));
        if (given.Count > 0)
            throw new InvalidOperationException($"The modal has no {string.Join(", ", given.Keys)}.");
        return new JsonObject { ["custom_id"] = modal["custom_id"]!.DeepClone(), ["components"] = components };
    }

    private static JsonObject Top(JsonObject component, Dictionary<string, object> given)
    {
        var json = new JsonObject { ["type"] = component["type"]!.DeepClone(), ["id"] = component["id"]!.DeepClone() };
        if (component["component"] is JsonObject labelled)
            json["component"] = Input(labelled, given);
        else if (component["components"] is JsonArray row)
            json["components"] = new JsonArray(Input((JsonObject)row[0]!, given));
        return json;
    }

    private static JsonObject Input(JsonObject input, Dictionary<string, object> given)
    {
        var customId = (string)input["custom_id"]!;
        var json = new JsonObject
        {
            ["type"] = input["type"]!.DeepClone(),
            ["id"] = input["id"]!.DeepClone(),
            ["custom_id"] = customId,
        };
        var isGiven = given.Remove(customId, out var value);
        if ((ComponentKind)(int)input["type"]! is ComponentKind.TextInput)
            json["value"] = Text(input, isGiven ? (string)value! : (string?)input["value"] ?? "");
        else
            json["values"] = Values(input, isGiven ? value! : Array.Empty<string>());
        return json;
    }

    private static string Text(JsonObject input, string text)
    {
        var isRequired = (bool?)input["required"] ?? true;
        var least = (int?)input["min_length"] ?? (isRequired ? 1 : 0);
        var most = (int?)input["max_length"] ?? InteractionLimits.TextInput;
        return text.Length == 0 && !isRequired || text.Length >= least && text.Length <= most
            ? text
            : throw new InvalidOperationException($"{input["custom_id"]} takes {least} to {most} characters.");
    }

    private static JsonArray Values(JsonObject select, object value)
    {
        var chosen = value as string[] ?? [(string)value];
        return chosen.Length == 0 && (bool?)select["required"] == false ? [] : SelectedValues.Of(select, chosen);
    }
}
