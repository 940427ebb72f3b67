using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Rules;

namespace Codesmith.Tests.Doubles.Discord.Snapshot;

/// <summary>Components as lines of text: <c>[Stop] [Details]</c>, <c>{Model: *Opus, Sonnet}</c>.</summary>
internal static class ComponentText
{
    public static void Append(StringBuilder text, JsonObject component, string indent)
    {
        switch (KindOf(component))
        {
            case ComponentKind.Row:
                text.Append(indent).AppendJoin(' ', Items(component).Select(Inline)).Append('\n');
                break;
            case ComponentKind.TextDisplay:
                var content = ((string)component["content"]!).Replace("\n", "\n" + indent, StringComparison.Ordinal);
                text.Append(indent).Append(content).Append('\n');
                break;
            case ComponentKind.Section:
                foreach (var item in Items(component))
                    Append(text, item, indent);
                text.Append(indent).Append(Inline((JsonObject)component["accessory"]!)).Append('\n');
                break;
            case ComponentKind.Container:
                foreach (var item in Items(component))
                    Append(text, item, indent + "| ");
                break;
            case ComponentKind.Separator:
                text.Append(indent).Append("----\n");
                break;
            default:
                text.Append(indent).Append(Inline(component)).Append('\n');
                break;
        }
    }

    private static string Inline(JsonObject component) => KindOf(component) switch
    {
        ComponentKind.Button => $"[{Label(component)}{Off(component)}]",
        ComponentKind.StringSelect => string.Create(
            CultureInfo.InvariantCulture,
            $"{{{component["placeholder"] ?? "choose"}: {string.Join(", ", Options(component))}{Off(component)}}}"),
        var kind => $"({kind}{Off(component)})",
    };

    private static string Label(JsonObject button)
    {
        var emoji = (string?)button["emoji"]?["name"];
        var label = (string?)button["label"];
        return string.Join(' ', new[] { emoji, label }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static IEnumerable<string> Options(JsonObject select) => (select["options"] as JsonArray ?? [])
        .OfType<JsonObject>()
        .Select(option => ((bool?)option["default"] == true ? "*" : "") + (string?)option["label"]);

    private static string Off(JsonObject component) => (bool?)component["disabled"] == true ? " (off)" : "";

    private static IEnumerable<JsonObject> Items(JsonObject component) =>
        (component["components"] as JsonArray ?? []).OfType<JsonObject>();

    private static ComponentKind KindOf(JsonObject component) => (ComponentKind)(int)component["type"]!;
}
