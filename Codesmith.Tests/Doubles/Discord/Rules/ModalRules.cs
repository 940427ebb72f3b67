using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.Rest;

namespace Codesmith.Tests.Doubles.Discord.Rules;

internal static class ModalRules
{
    public static void Check(JsonElement data)
    {
        if (data.ValueKind is not JsonValueKind.Object)
            throw DiscordErrors.InvalidForm("data", "BASE_TYPE_REQUIRED", "This field is required");
        var errors = new FormErrors();
        errors.Text(data, "data", "custom_id", MessageLimits.CustomId, 1, required: true);
        errors.Text(data, "data", "title", InteractionLimits.ModalTitle, 1, required: true);
        var customIds = new HashSet<string>();
        var components = errors.Items(data, "data", "components", InteractionLimits.ModalComponents, 1);
        for (var index = 0; index < components.Count; index++)
            CheckTop(components[index], FormErrors.At("data.components", index), errors, customIds);
        errors.ThrowIfAny();
    }

    private static void CheckTop(JsonElement component, string path, FormErrors errors, HashSet<string> customIds)
    {
        switch ((ComponentKind)component.Number("type"))
        {
            case ComponentKind.Label:
                errors.Text(component, path, "label", InteractionLimits.ModalLabel, 1, required: true);
                errors.Text(component, path, "description", InteractionLimits.ModalDescription);
                if (component.Field("component") is { } input)
                    CheckInput(input, path + ".component", errors, customIds, isLabelled: true);
                else
                    errors.Add(path + ".component", "BASE_TYPE_REQUIRED", "This field is required");
                break;
            case ComponentKind.Row:
                var items = errors.Items(component, path, "components", 1, 1);
                if (items is [{ } only] && (ComponentKind)only.Number("type") is ComponentKind.TextInput)
                    CheckInput(only, path + ".components.0", errors, customIds, isLabelled: false);
                else
                    errors.Add(path + ".components", "UNION_TYPE_CHOICES", "A row in a modal holds one text input.");
                break;
            case ComponentKind.TextDisplay:
                errors.Text(component, path, "content", MessageLimits.TextDisplaysTogether, 1, required: true);
                break;
            default:
                errors.Add(path + ".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1, 10, 18).");
                break;
        }
    }

    private static void CheckInput(
        JsonElement input, string path, FormErrors errors, HashSet<string> customIds, bool isLabelled)
    {
        switch ((ComponentKind)input.Number("type"))
        {
            case ComponentKind.TextInput:
                SelectRules.CheckCustomId(input, path, errors, customIds);
                if (errors.Integer(input, path, "style", 1, 2) is null)
                    errors.Add(path + ".style", "BASE_TYPE_REQUIRED", "This field is required");
                var least = errors.Integer(input, path, "min_length", 0, InteractionLimits.TextInput) ?? 0;
                var most = errors.Integer(input, path, "max_length", 1, InteractionLimits.TextInput)
                    ?? InteractionLimits.TextInput;
                errors.Text(input, path, "value", (int)most, (int)least);
                errors.Text(input, path, "placeholder", InteractionLimits.TextInputPlaceholder);
                if (!isLabelled)
                    errors.Text(input, path, "label", InteractionLimits.ModalLabel, 1, required: true);
                else if (input.Has("label"))
                    errors.Add(
                        path + ".label", "TEXT_INPUT_LABEL_NOT_ALLOWED", "The label stands beside the component");
                break;
            case ComponentKind.StringSelect:
                SelectRules.Check(input, path, errors, customIds);
                if (input.Flag("disabled"))
                    errors.Add(
                        path + ".disabled", "COMPONENT_DISABLED_IN_MODAL", "Components in modals cannot be disabled");
                break;
            case >= ComponentKind.UserSelect and <= ComponentKind.ChannelSelect:
                SelectRules.CheckShape(input, path, errors, customIds, MessageLimits.SelectOptions);
                break;
            case >= ComponentKind.FileUpload and <= ComponentKind.Checkbox:
                SelectRules.CheckCustomId(input, path, errors, customIds);
                break;
            default:
                errors.Add(path + ".type", "UNION_TYPE_CHOICES", "No such component in a modal.");
                break;
        }
    }
}
