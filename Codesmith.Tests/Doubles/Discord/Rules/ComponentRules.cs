using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Rest;

namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>The components of one message.</summary>
internal sealed class ComponentRules(FormErrors errors)
{
    private const string IdAndUrl = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE";

    private readonly HashSet<string> _customIds = [];
    private readonly HashSet<long> _ids = [];
    private int _count;
    private int _textLength;

    public static void Check(JsonElement message, FormErrors errors, bool isV2)
    {
        var rules = new ComponentRules(errors);
        var most = isV2 ? MessageLimits.ComponentsTogether : MessageLimits.Rows;
        rules.CheckAll(errors.Items(message, "", "components", most), "components", InMessage(isV2));
        if (isV2 && rules._count > MessageLimits.ComponentsTogether)
            errors.Add("components", "BASE_TYPE_BAD_LENGTH", "Must be 40 or fewer components in total.");
        if (rules._textLength > MessageLimits.TextDisplaysTogether)
            errors.Add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Text exceeds maximum size of 4000");
    }

    private void CheckOne(JsonElement component, string path, ComponentKind[] allowed)
    {
        _count++;
        var kind = (ComponentKind)component.Number("type");
        if (!allowed.Contains(kind))
        {
            errors.Add(
                path + ".type", "UNION_TYPE_CHOICES", $"Value of field \"type\" must be one of {Numbers(allowed)}.");
            return;
        }

        if (errors.Integer(component, path, "id", 0, int.MaxValue) is > 0 and var id && !_ids.Add(id))
            errors.Add(path + ".id", "COMPONENT_ID_DUPLICATED", "Component ids must be unique.");
        switch (kind)
        {
            case ComponentKind.Row:
                CheckRow(component, path);
                break;
            case ComponentKind.Button:
                CheckButton(component, path);
                break;
            case ComponentKind.TextDisplay:
                var text = errors.Text(
                    component, path, "content", MessageLimits.TextDisplaysTogether, 1, required: true);
                _textLength += text?.Length ?? 0;
                break;
            case ComponentKind.Section:
                CheckAll(
                    errors.Items(component, path, "components", 3, 1), path + ".components", [ComponentKind.TextDisplay]);
                if (component.Field("accessory") is { } accessory)
                    CheckOne(accessory, path + ".accessory", [ComponentKind.Button, ComponentKind.Thumbnail]);
                else
                    errors.Add(path + ".accessory", "BASE_TYPE_REQUIRED", "This field is required");
                break;
            case ComponentKind.Container:
                var inside = errors.Items(component, path, "components", MessageLimits.ComponentsTogether, 1);
                CheckAll(inside, path + ".components", InContainer);
                break;
            case ComponentKind.MediaGallery:
                errors.Items(component, path, "items", 10, 1);
                break;
            case ComponentKind.StringSelect:
                SelectRules.Check(component, path, errors, _customIds);
                break;
            case var select when select.IsSelect():
                SelectRules.CheckShape(component, path, errors, _customIds, MessageLimits.SelectOptions);
                break;
        }
    }

    private void CheckAll(IReadOnlyList<JsonElement> components, string path, ComponentKind[] allowed)
    {
        for (var index = 0; index < components.Count; index++)
            CheckOne(components[index], FormErrors.At(path, index), allowed);
    }

    private void CheckRow(JsonElement row, string path)
    {
        var items = errors.Items(row, path, "components", MessageLimits.ButtonsInRow, 1);
        var selects = items.Count(item => ((ComponentKind)item.Number("type")).IsSelect());
        if (selects > 0 && items.Count > 1)
            errors.Add(
                path + ".components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
        CheckAll(items, path + ".components", InRow);
    }

    private void CheckButton(JsonElement button, string path)
    {
        var style = errors.Integer(button, path, "style", 1, 6);
        if (style is null)
        {
            errors.Add(path + ".style", "BASE_TYPE_REQUIRED", "This field is required");
            return;
        }

        var label = errors.Text(button, path, "label", MessageLimits.ButtonLabel);
        const int Link = 5;
        const int Premium = 6;
        if (style is Premium)
        {
            if (!button.Has("sku_id") || button.Has("custom_id") || button.Has("label") || button.Has("url"))
                errors.Add(path, "BUTTON_COMPONENT_INVALID_SKU", "A premium button has a sku_id and nothing else.");
            return;
        }

        if (string.IsNullOrEmpty(label) && button.Field("emoji") is null)
            errors.Add(path, "BUTTON_COMPONENT_EMPTY", "A button must have a label or an emoji");
        if (style is Link)
        {
            if (button.Has("custom_id"))
                errors.Add(path, IdAndUrl, "A custom id and url cannot both be specified");
            if (!Uri.TryCreate(errors.Text(button, path, "url", 512, 1, required: true), UriKind.Absolute, out var url)
                || url.Scheme is not ("http" or "https" or "discord"))
                errors.Add(
                    path + ".url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'discord').");
            return;
        }

        if (button.Has("url"))
            errors.Add(path, IdAndUrl, "A custom id and url cannot both be specified");
        SelectRules.CheckCustomId(button, path, errors, _customIds);
    }

    private static string Numbers(ComponentKind[] kinds) => $"({string.Join(", ", kinds.Select(kind => (int)kind))})";

    private static ComponentKind[] InMessage(bool isV2) =>
        isV2 ? [ComponentKind.Container, .. InContainer] : [ComponentKind.Row];

    private static ComponentKind[] InContainer { get; } =
    [
        ComponentKind.Row, ComponentKind.Section, ComponentKind.TextDisplay, ComponentKind.MediaGallery,
        ComponentKind.File, ComponentKind.Separator,
    ];

    private static ComponentKind[] InRow { get; } =
    [
        ComponentKind.Button, ComponentKind.StringSelect, ComponentKind.UserSelect, ComponentKind.RoleSelect,
        ComponentKind.MentionableSelect, ComponentKind.ChannelSelect,
    ];
}
