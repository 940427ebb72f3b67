using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Snapshot;

/// <summary>A message as lines of text, without ids and times, so that tests compare it.</summary>
internal static class MessageText
{
    public static void Append(StringBuilder text, DiscordWorld world, Message message)
    {
        var author = message.Author.Name;
        switch (message.Kind)
        {
            case MessageKind.PinNotice:
                text.Append(CultureInfo.InvariantCulture, $"* {author} pinned a message\n");
                return;
            case MessageKind.ThreadCreated:
                text.Append(CultureInfo.InvariantCulture, $"* {author} started a thread: {message.Content}\n");
                return;
            case MessageKind.ThreadStarter:
                text.Append(CultureInfo.InvariantCulture, $"* thread of: {Brief(message.Reference!)}\n");
                return;
        }

        text.Append(author);
        if (message.Kind is MessageKind.Reply)
            text.Append(CultureInfo.InvariantCulture, $" (reply to {Whom(message.Reference!)})");
        if (message.IsEphemeral)
            text.Append(" (only you see this)");
        text.Append(':').Append(Words(message)).Append('\n');
        foreach (var embed in message.Embeds.OfType<JsonObject>())
            AppendEmbed(text, embed);
        foreach (var file in message.Attachments)
            text.Append(CultureInfo.InvariantCulture, $"  [file {file.FileName}]\n");
        foreach (var component in message.Components.OfType<JsonObject>())
            ComponentText.Append(text, component, "  ");
        var reactions = message.Reactions.Select(reaction => $"{reaction.Emoji} {reaction.Users.Count}");
        if (message.Reactions.Count > 0)
            text.Append("  ").AppendJoin("  ", reactions).Append('\n');
        if (world.Channels.TryGetValue(message.Id, out var thread))
            text.Append(CultureInfo.InvariantCulture, $"  (thread: {thread.Name})\n");
        if (message.PinnedAt is not null)
            text.Append("  (pinned)\n");
    }

    private static string Words(Message message) =>
        message.Flags.HasFlag(MessageFlags.Loading) ? " (thinking)"
        : message.Content.Length == 0 ? ""
        : " " + Indented(message.Content, "  ");

    private static string Whom(Message target) => target.IsDeleted ? "a deleted message" : target.Author.Name;

    private static string Brief(Message message) => $"{message.Author.Name}: {message.Content}";

    private static void AppendEmbed(StringBuilder text, JsonObject embed)
    {
        var bar = "  | ";
        foreach (var part in new[] { embed["author"]?["name"], embed["title"], embed["description"] })
            Line(part);
        foreach (var field in (embed["fields"] as JsonArray ?? []).OfType<JsonObject>())
            text.Append(
                CultureInfo.InvariantCulture, $"{bar}{field["name"]}: {Indented((string)field["value"]!, bar)}\n");
        Line(embed["footer"]?["text"]);

        void Line(JsonNode? part)
        {
            if (part is not null)
                text.Append(bar).Append(Indented((string)part!, bar)).Append('\n');
        }
    }

    private static string Indented(string words, string indent) =>
        words.Replace("\n", "\n" + indent, StringComparison.Ordinal);
}
