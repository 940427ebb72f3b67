using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Rest;

namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>What has a custom_id and choices, in messages and in modals.</summary>
internal static class SelectRules
{
    public static void Check(JsonElement select, string path, FormErrors errors, HashSet<string> customIds)
    {
        var options = errors.Items(select, path, "options", MessageLimits.SelectOptions, 1);
        CheckShape(select, path, errors, customIds, options.Count);
        var values = new HashSet<string>();
        var chosen = 0;
        for (var index = 0; index < options.Count; index++)
        {
            var at = FormErrors.At(path + ".options", index);
            errors.Text(options[index], at, "label", MessageLimits.OptionText, 1, required: true);
            errors.Text(options[index], at, "description", MessageLimits.OptionText);
            chosen += options[index].Flag("default") ? 1 : 0;
            var value = errors.Text(options[index], at, "value", MessageLimits.OptionText, 1, required: true);
            if (value is not null && !values.Add(value))
                errors.Add(
                    at + ".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
        }

        if (chosen > select.Number("max_values", 1))
            errors.Add(path, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More options are chosen than may be");
    }

    /// <summary>All but the options, which most selects fill themselves.</summary>
    public static void CheckShape(
        JsonElement select, string path, FormErrors errors, HashSet<string> customIds, int choices)
    {
        CheckCustomId(select, path, errors, customIds);
        errors.Text(select, path, "placeholder", MessageLimits.SelectPlaceholder);
        var least = errors.Integer(select, path, "min_values", 0, MessageLimits.SelectOptions) ?? 1;
        var most = errors.Integer(select, path, "max_values", 1, MessageLimits.SelectOptions) ?? 1;
        if (least > most || most > choices)
            errors.Add(
                path, "SELECT_COMPONENT_BAD_RANGE", "min_values, max_values and the number of options do not agree");
    }

    public static void CheckCustomId(JsonElement component, string path, FormErrors errors, HashSet<string> known)
    {
        var id = errors.Text(component, path, "custom_id", MessageLimits.CustomId, 1, required: true);
        if (id is not null && !known.Add(id))
            errors.Add(
                path + ".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }
}
