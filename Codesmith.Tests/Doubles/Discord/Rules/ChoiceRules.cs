using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.Rest;

namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>The suggestions of an autocompletion.</summary>
internal static class ChoiceRules
{
    /// <returns>Their names.</returns>
    public static IReadOnlyList<string> Read(JsonElement data)
    {
        var errors = new FormErrors();
        if (!data.Has("choices"))
            errors.Add("data.choices", "BASE_TYPE_REQUIRED", "This field is required");
        var choices = data.ValueKind is JsonValueKind.Object
            ? errors.Items(data, "data", "choices", InteractionLimits.Choices)
            : [];
        var names = new List<string>();
        for (var index = 0; index < choices.Count; index++)
        {
            var path = FormErrors.At("data.choices", index);
            names.Add(errors.Text(choices[index], path, "name", InteractionLimits.ChoiceText, 1, required: true) ?? "");
            if (choices[index].Field("value") is not { } value)
                errors.Add(path + ".value", "BASE_TYPE_REQUIRED", "This field is required");
            else if (value.ValueKind is JsonValueKind.String)
                errors.Text(choices[index], path, "value", InteractionLimits.ChoiceText, 1);
        }

        errors.ThrowIfAny();
        return names;
    }
}
