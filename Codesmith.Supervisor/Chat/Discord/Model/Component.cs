using System.Text.Json.Serialization;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>
/// A part of a message or a modal that can be used. Only written: what is used comes back as interaction data.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ActionRow), (int)ComponentType.ActionRow)]
[JsonDerivedType(typeof(Button), (int)ComponentType.Button)]
[JsonDerivedType(typeof(StringSelect), (int)ComponentType.StringSelect)]
[JsonDerivedType(typeof(TextInput), (int)ComponentType.TextInput)]
[JsonDerivedType(typeof(Label), (int)ComponentType.Label)]
internal abstract record Component;

/// <summary>Up to five buttons, or one select; a message has up to five rows.</summary>
internal sealed record ActionRow(IReadOnlyList<Component> Components) : Component;

/// <summary>A button.</summary>
/// <param name="Style">How it looks.</param>
/// <param name="Label">80 characters.</param>
/// <param name="CustomId">
/// 1–100 characters, unique in the message; comes back when it is pressed. Not for links.
/// </param>
/// <param name="Url">For links only.</param>
/// <param name="Emoji">In front of the label, or instead of it.</param>
/// <param name="Disabled">Grey.</param>
internal sealed record Button(
    ButtonStyle Style,
    string? Label = null,
    string? CustomId = null,
    string? Url = null,
    Emoji? Emoji = null,
    bool? Disabled = null) : Component;

/// <summary>A list to choose from.</summary>
/// <param name="CustomId">1–100 characters, unique in the message; comes back with the values.</param>
/// <param name="Options">1–25.</param>
/// <param name="Placeholder">150 characters, seen before anything is chosen.</param>
/// <param name="MinValues">0–25; Discord takes 1 if absent.</param>
/// <param name="MaxValues">1–25; Discord takes 1 if absent.</param>
/// <param name="Required">In modals only.</param>
/// <param name="Disabled">In messages only.</param>
internal sealed record StringSelect(
    string CustomId,
    IReadOnlyList<SelectOption> Options,
    string? Placeholder = null,
    int? MinValues = null,
    int? MaxValues = null,
    bool? Required = null,
    bool? Disabled = null) : Component;

/// <summary>One line of a select; each text 100 characters.</summary>
internal sealed record SelectOption(
    string Label, string Value, string? Description = null, Emoji? Emoji = null, bool? Default = null);

/// <summary>A field to write in; in modals only, within a <see cref="Label"/>.</summary>
/// <param name="CustomId">1–100 characters, unique in the modal.</param>
/// <param name="Style">One line, or several.</param>
/// <param name="MinLength">0–4000.</param>
/// <param name="MaxLength">1–4000.</param>
/// <param name="Required">Discord takes true if absent.</param>
/// <param name="Value">What stands there already.</param>
/// <param name="Placeholder">100 characters.</param>
internal sealed record TextInput(
    string CustomId,
    TextInputStyle Style = TextInputStyle.Short,
    int? MinLength = null,
    int? MaxLength = null,
    bool? Required = null,
    string? Value = null,
    string? Placeholder = null) : Component;

/// <summary>An input of a modal with what it is for: 45 characters, and 100 more below.</summary>
/// <param name="Text">The label itself.</param>
/// <param name="Component">A <see cref="TextInput"/> or a <see cref="StringSelect"/>.</param>
/// <param name="Description">Smaller.</param>
internal sealed record Label(
    [property: JsonPropertyName("label")] string Text, Component Component, string? Description = null) : Component;

/// <summary>A character, or one of a guild's own pictures.</summary>
internal sealed record Emoji(string? Name, Snowflake? Id = null);

/// <summary>What kind of component; there are more than these.</summary>
internal enum ComponentType
{
    ActionRow = 1,
    Button = 2,
    StringSelect = 3,
    TextInput = 4,
    Label = 18,
}

internal enum ButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,
    Link = 5,
}

internal enum TextInputStyle
{
    Short = 1,
    Paragraph = 2,
}
