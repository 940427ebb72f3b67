using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.World;

namespace Codesmith.Supervisor.Chat.Discord.Inbox;

/// <summary>Reads messages as users mean them.</summary>
internal sealed class MessageReading(DiscordWorld world)
{
    /// <summary>Whether a person wrote it: no bot, no webhook, no notice of Discord's own.</summary>
    public static bool IsFromPerson(Message message) =>
        message is { Author.Bot: false, WebhookId: null, Type: MessageType.Default or MessageType.Reply };

    /// <summary>Whether the bot is named in it.</summary>
    public bool NamesBot(Message message) =>
        message.Content.Contains($"<@{world.Bot}>", StringComparison.Ordinal)
        || message.Content.Contains($"<@!{world.Bot}>", StringComparison.Ordinal);

    /// <summary>The message as an event.</summary>
    /// <param name="message">From a person.</param>
    /// <param name="isAddressed">Whether it is meant for Codesmith for certain.</param>
    /// <param name="isLate">Whether a later one was told already.</param>
    public MessageReceived Read(Message message, bool isAddressed, bool isLate = false) => new(
        new UserId(message.Author.Id.ToString()), new ChannelId(message.ChannelId.ToString()),
        new MessageId(message.Id.ToString()), Text(message),
        [
            .. (message.Attachments ?? []).Where(file => file.Url is not null)
                .Select(file => new MessageAttachment(file.Filename, file.Size, file.Url!)),
        ],
        isAddressed, isLate);

    /// <summary>What a changed message says now, as an event.</summary>
    public MessageEdited ReadEdit(Message message) => new(
        new UserId(message.Author.Id.ToString()), new ChannelId(message.ChannelId.ToString()),
        new MessageId(message.Id.ToString()), Text(message));

    /// <summary>What was written, without the name of the bot that it begins with.</summary>
    public string Text(Message message)
    {
        string text = message.Content.Trim();
        foreach (string name in (string[])[$"<@{world.Bot}>", $"<@!{world.Bot}>"])
        {
            if (text.StartsWith(name, StringComparison.Ordinal))
                return text[name.Length..].TrimStart();
        }
        return text;
    }
}
