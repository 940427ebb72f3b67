using System.Text.Json;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Rest;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>Turns checked bodies into drafts and edits.</summary>
internal static class MessageForm
{
    private const MessageFlags Creatable =
        MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.ComponentsV2;

    private const MessageFlags Editable = MessageFlags.SuppressEmbeds | MessageFlags.ComponentsV2;

    public static MessageDraft Create(
        JsonElement body, IReadOnlyList<Upload> files, bool isInteraction, bool mayPingEveryone)
    {
        var flags = (MessageFlags)body.Number("flags");
        var errors = new FormErrors();
        var settable = isInteraction ? Creatable | MessageFlags.Ephemeral : Creatable;
        MessageRules.Check(body, files, settable, flags.HasFlag(MessageFlags.ComponentsV2), errors);
        var descriptions = CheckNewFiles(body, files, errors);
        errors.ThrowIfAny();
        var content = body.Text("content")?.Trim() ?? "";
        var draft = new MessageDraft
        {
            Content = content,
            Embeds = Shown(body.Copy("embeds")),
            Components = ComponentIds.Fill(body.Copy("components")),
            Uploads = files,
            Descriptions = descriptions,
            Flags = flags,
            Nonce = body.Field("nonce")?.ToString(),
            Mentions = MentionRules.Of(content, body, usersOnlyByDefault: isInteraction, mayPingEveryone),
        };
        return draft.Content.Length == 0 && draft.Embeds.Count == 0 && draft.Components.Count == 0 && files.Count == 0
            ? throw DiscordErrors.EmptyMessage()
            : draft;
    }

    /// <summary>Changes the message; absent fields stay, null and [] clear.</summary>
    public static void Edit(
        Message message,
        JsonElement body,
        IReadOnlyList<Upload> files,
        MessageBoard messages,
        bool isInteraction,
        bool mayPingEveryone)
    {
        var flags = (MessageFlags)body.Number("flags", (long)(message.Flags & Editable));
        var isV2 = flags.HasFlag(MessageFlags.ComponentsV2) || message.Flags.HasFlag(MessageFlags.ComponentsV2);
        var errors = new FormErrors();
        MessageRules.Check(body, files, Editable, isV2, errors);
        if (body.Has("flags") && message.Flags.HasFlag(MessageFlags.ComponentsV2) && !flags.HasFlag(
            MessageFlags.ComponentsV2))
            errors.Add("flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "IS_COMPONENTS_V2 cannot be taken back");
        var kept = CheckKeptFiles(message, body, files, errors, out var descriptions);
        errors.ThrowIfAny();

        var content = body.Has("content") ? body.Text("content")?.Trim() ?? "" : message.Content;
        var embeds = body.Has("embeds") ? Shown(body.Copy("embeds")) : message.Embeds;
        var components = body.Has("components") ? ComponentIds.Fill(body.Copy("components")) : message.Components;
        if (content.Length == 0 && embeds.Count == 0 && components.Count == 0 && kept.Count + files.Count == 0)
            throw DiscordErrors.EmptyMessage();
        kept.AddRange(files.Select(
            file => messages.Keep(message.Channel, file, descriptions.GetValueOrDefault(file.PlaceholderId))));
        (message.Content, message.Embeds, message.Components, message.Attachments) = (
            content, embeds, components, kept);
        message.Flags = message.Flags & ~(Editable | MessageFlags.Loading) | flags
            | message.Flags & MessageFlags.ComponentsV2;
        if (body.Has("content"))
            message.Mentions = MentionRules.Of(content, body, isInteraction, mayPingEveryone);
    }

    /// <summary>In a create every listed attachment is a file of this request.</summary>
    private static Dictionary<int, string> CheckNewFiles(
        JsonElement body, IReadOnlyList<Upload> files, FormErrors errors)
    {
        var descriptions = new Dictionary<int, string>();
        var index = 0;
        foreach (var attachment in body.Items("attachments"))
        {
            var id = attachment.Id("id");
            if (!files.Any(file => (ulong)file.PlaceholderId == id))
                errors.Add(
                    $"attachments.{index}.id", "MESSAGE_ATTACHMENT_NOT_FOUND", $"Attachment with id {id} not found");
            else if (attachment.Text("description") is { } description)
                descriptions[(int)id!.Value] = description;
            index++;
        }

        return descriptions;
    }

    private static List<Attachment> CheckKeptFiles(
        Message message,
        JsonElement body,
        IReadOnlyList<Upload> files,
        FormErrors errors,
        out Dictionary<int, string> descriptions)
    {
        descriptions = [];
        if (!body.Has("attachments"))
            return [.. message.Attachments];
        var kept = new List<Attachment>();
        var index = 0;
        foreach (var attachment in body.Items("attachments"))
        {
            var id = attachment.Id("id");
            if (message.Attachments.Find(known => known.Id == id) is { } known)
                kept.Add(known);
            else if (!files.Any(file => (ulong)file.PlaceholderId == id))
                errors.Add(
                    $"attachments.{index}.id", "MESSAGE_ATTACHMENT_NOT_FOUND", $"Attachment with id {id} not found");
            else if (attachment.Text("description") is { } description)
                descriptions[(int)id!.Value] = description;
            index++;
        }

        if (files.Any(file => !body.Items("attachments").Any(listed => listed.Id("id") == (ulong)file.PlaceholderId)))
            errors.Add("attachments", "MESSAGE_ATTACHMENT_NOT_LISTED", "New files have to be listed, too");
        return kept;
    }

    private static JsonArray Shown(JsonArray embeds)
    {
        foreach (var embed in embeds.OfType<JsonObject>())
            embed["type"] = "rich";
        return embeds;
    }
}
