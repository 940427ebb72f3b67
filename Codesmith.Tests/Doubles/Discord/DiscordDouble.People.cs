using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord;

/// <summary>What people do with messages. Whoever may not do it makes the test fail, not the client.</summary>
internal sealed partial class DiscordDouble
{
    /// <summary>Writes to a channel, a thread, or the bot's direct messages.</summary>
    /// <returns>The message's id.</returns>
    public ulong Say(
        ulong user, ulong channel, string text, IReadOnlyList<Upload>? files = null, ulong? replyTo = null) =>
        Change(() =>
        {
            var place = Allowed(user, channel, Permission.SendMessages);
            if (place.Thread is { Archived: true })
                _channels.Archive(place, archived: false);
            if (place.IsThread)
                _channels.AddToThread(place, user);
            var reference = replyTo is { } target ? place.Messages[target] : null;
            var mayPing = Access.In(_world, place, user).HasFlag(Permission.MentionEveryone);
            return _messages.Post(place, _world.Users[user], new MessageDraft
            {
                Content = text.Trim(),
                Uploads = files ?? [],
                Kind = reference is null ? MessageKind.Plain : MessageKind.Reply,
                Reference = reference,
                Mentions = MentionRules.Of(text, default, usersOnlyByDefault: false, mayPing),
            }).Id;
        });

    public void EditMessage(ulong user, ulong channel, ulong message, string text) => Change(() =>
    {
        var edited = OwnMessage(user, channel, message);
        edited.Content = text;
        _messages.Edited(edited);
    });

    /// <summary>One's own, or anybody's with the right to manage messages.</summary>
    public void DeleteMessage(ulong user, ulong channel, ulong message) => Change(() =>
    {
        var place = Allowed(user, channel, Permission.ViewChannel);
        var deleted = place.Messages[message];
        if (deleted.Author.Id != user)
            Allowed(user, channel, Permission.ManageMessages);
        _messages.Delete(deleted);
    });

    public void React(ulong user, ulong channel, ulong message, string emoji) => Change(
        () => _messages.React(Allowed(user, channel, Permission.AddReactions).Messages[message], user, emoji));

    public void Unreact(ulong user, ulong channel, ulong message, string emoji) => Change(
        () => _messages.Unreact(Allowed(user, channel, Permission.ViewChannel).Messages[message], user, emoji));

    public ulong StartThread(ulong user, ulong channel, string name, bool isPrivate = false) => Change(() =>
    {
        var parent = Allowed(
            user, channel, isPrivate ? Permission.CreatePrivateThreads : Permission.CreatePublicThreads);
        var kind = isPrivate ? ChannelKind.PrivateThread : ChannelKind.PublicThread;
        return _channels.CreateThread(parent, _world.Users[user], name, kind, 1440, from: null).Id;
    });

    public void LeaveThread(ulong user, ulong thread) =>
        Change(() => _channels.RemoveFromThread(_world.Channels[thread], user));

    /// <summary>The channel of direct messages between the bot and this person.</summary>
    public ulong DirectMessages(ulong user) => Change(() => _channels.DirectMessagesWith(_world.Users[user]).Id);

    /// <summary>The bot's direct messages are answered by 50007 from now on.</summary>
    public void CloseDirectMessages(ulong user) => Change(() => _world.Users[user].AcceptsDirectMessages = false);

    private Channel Allowed(ulong user, ulong channel, Permission needed)
    {
        var place = _world.Channels[channel];
        if (!Access.In(_world, place, user).HasFlag(needed))
            throw new InvalidOperationException($"{_world.Users[user].Name} lacks {needed} in {place.Name}.");
        return place;
    }

    private Message OwnMessage(ulong user, ulong channel, ulong message)
    {
        var found = Allowed(user, channel, Permission.ViewChannel).Messages[message];
        return found.Author.Id == user ? found : throw new InvalidOperationException("Nobody edits what others wrote.");
    }
}
