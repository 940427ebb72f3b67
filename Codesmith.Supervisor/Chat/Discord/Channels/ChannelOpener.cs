using System.Collections.Concurrent;
using System.Text;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Channels;

/// <summary>
/// Opens the channel of a session. A user's own one is a private channel under the category "Codesmith"; where the bot
/// may not make channels, a private thread; where it may not make those either, the channel in which it was asked.
/// </summary>
internal sealed partial class ChannelOpener(DiscordOptions options, DiscordRest rest, DiscordWorld world, ILogger log)
    : IDisposable
{
    private const string CategoryName = "Codesmith";

    /// <summary>What a user may do in their own channel, and the bot too.</summary>
    private const Permissions Members =
        Permissions.ViewChannel | Permissions.SendMessages | Permissions.ReadMessageHistory | Permissions.AddReactions
        | Permissions.AttachFiles | Permissions.EmbedLinks;

    private readonly ConcurrentDictionary<Snowflake, Snowflake> _own = [];
    private readonly SemaphoreSlim _making = new(1);

    /// <summary>Users for whom a thread may have been made, with the newest channel before it. For the one who makes.</summary>
    private readonly Dictionary<Snowflake, Snowflake> _lost = [];

    /// <summary>The user has this channel from an earlier start.</summary>
    public void Remember(Snowflake user, Snowflake channel) => _own[user] = channel;

    /// <param name="user">Whose session it is for.</param>
    /// <param name="place">Which channel.</param>
    /// <param name="from">Where it was asked.</param>
    /// <param name="since">What was written before that id is not for the session.</param>
    /// <param name="cancellation">Gives up; the channel may have been made.</param>
    /// <exception cref="DiscordException">Discord does not give one.</exception>
    /// <exception cref="ChatException">There is no place; the message tells the user.</exception>
    public async Task<OpenedChannel> OpenAsync(
        Snowflake user, ChannelPlace place, Snowflake from, Snowflake since, CancellationToken cancellation)
    {
        var (channel, isShared) = place == ChannelPlace.Direct
            ? (await rest.CreateDirectChannelAsync(user, cancellation), false)
            : await FindAsync(user, place, from, cancellation);
        var newest = await rest.GetMessagesAsync(channel.Id, after: null, before: null, limit: 1, cancellation);
        // None are seen, either, where the bot may not read the history.
        var last = newest is [var message, ..] ? message.Id : since > channel.Id ? since : channel.Id;
        return new OpenedChannel(
            new SessionChannel(new ChannelId(channel.Id.ToString()), isShared), new MessageId(last.ToString()));
    }

    public void Dispose() => _making.Dispose();

    private async Task<(Channel Channel, bool IsShared)> FindAsync(
        Snowflake user, ChannelPlace place, Snowflake from, CancellationToken cancellation)
    {
        // Two starts at once must not make two channels, nor two categories.
        await _making.WaitAsync(cancellation);
        try
        {
            if (world.Find(from) is not { } asked)
                throw new ChatException(
                    "Codesmith does not see this channel. Ask in another one.", ChatFailure.Refused);
            return await FindAsync(user, place, asked.Guild, asked.Channel, cancellation);
        }
        finally
        {
            _making.Release();
        }
    }

    private async Task<(Channel Channel, bool IsShared)> FindAsync(
        Snowflake user, ChannelPlace place, GuildView guild, Channel from, CancellationToken cancellation)
    {
        if (place == ChannelPlace.Own)
        {
            var own = await FindOwnAsync(user, guild, cancellation)
                ?? await MakeChannelAsync(user, guild, cancellation)
                ?? await MakeThreadAsync(user, guild, from, cancellation);
            if (own is not null)
            {
                if (own.IsThread)
                    await JoinAsync(own, user, cancellation);
                _own[user] = own.Id;
                world.Put(own);
                return (own, false);
            }
        }
        var sending = from.IsThread ? Permissions.SendMessagesInThreads : Permissions.SendMessages;
        if (!guild.BotPermissions(world.Bot, from).HasFlag(Permissions.ViewChannel | sending))
            throw new ChatException("Codesmith may not write in this channel. Ask in another one.", ChatFailure.Refused);
        bool isOwn = _own.TryGetValue(user, out var known) && known == from.Id;
        return (from, !isOwn);
    }

    /// <summary>The one from an earlier start, or one that only says in its topic whose it is.</summary>
    private async Task<Channel?> FindOwnAsync(Snowflake user, GuildView guild, CancellationToken cancellation)
    {
        if (_own.TryGetValue(user, out var known) && await FetchAsync(known, cancellation) is { } kept
            && kept.GuildId == guild.Id && (options.Channel is null || kept.ParentId?.Value == options.Channel))
            return kept;
        var marked = options.Channel is not null
            ? null
            : guild.Channels.Values.FirstOrDefault(
                channel => channel.Type == ChannelType.Text
                    && channel.Topic?.EndsWith(Mark(user), StringComparison.Ordinal) == true);
        return marked is null ? null : await FetchAsync(marked.Id, cancellation);
    }

    /// <summary>Null for one that is gone, or that the bot does not see.</summary>
    private async Task<Channel?> FetchAsync(Snowflake channel, CancellationToken cancellation)
    {
        try
        {
            return await rest.GetChannelAsync(channel, cancellation);
        }
        catch (DiscordException exception) when (exception.Kind is DiscordErrorKind.Gone or DiscordErrorKind.Forbidden)
        {
            return null;
        }
    }

    private async Task<Channel?> MakeChannelAsync(Snowflake user, GuildView guild, CancellationToken cancellation)
    {
        // A place was prescribed: threads of it are what may be made.
        var mine = guild.BotPermissions(world.Bot, channel: null);
        if (options.Channel is not null || !mine.HasFlag(Permissions.ManageChannels))
            return null;
        try
        {
            var category = FindCategory(guild) ?? await rest.CreateGuildChannelAsync(
                guild.Id, new ChannelCreate(CategoryName, ChannelType.Category), cancellation);
            world.Put(category with { GuildId = guild.Id });
            string name = await NameAsync(guild.Id, user, cancellation);
            // A bot gives others nothing that it does not have itself.
            var allowed = Members & mine;
            return await rest.CreateGuildChannelAsync(
                guild.Id,
                new ChannelCreate(
                    name, ChannelType.Text, category.Id, $"Claude Code for <@{user}> · {Mark(user)}",
                    [
                        new Overwrite(guild.Id, OverwriteType.Role, Deny: Permissions.ViewChannel),
                        new Overwrite(user, OverwriteType.Member, allowed),
                        new Overwrite(world.Bot, OverwriteType.Member, allowed | (mine & Permissions.PinMessages)),
                    ]),
                cancellation);
        }
        catch (DiscordException exception) when (exception.Kind is DiscordErrorKind.Forbidden or DiscordErrorKind.Invalid)
        {
            // No permission after all, or no room: a server has so many channels at most.
            LogNoChannel(exception, guild.Id);
            return null;
        }
    }

    /// <summary>One with room for a channel more.</summary>
    private static Channel? FindCategory(GuildView guild) => guild.Channels.Values.FirstOrDefault(category =>
        category is { Type: ChannelType.Category, Name: CategoryName }
        && guild.Channels.Values.Count(channel => channel.ParentId == category.Id) < DiscordLimits.CategoryChannels);

    private async Task<Channel?> MakeThreadAsync(
        Snowflake user, GuildView guild, Channel from, CancellationToken cancellation)
    {
        var parent = from.IsThread && from.ParentId is { } id ? guild.Channels.GetValueOrDefault(id) : from;
        if (parent is not { Type: ChannelType.Text } || !guild.BotPermissions(world.Bot, parent).HasFlag(
            Permissions.ViewChannel | Permissions.CreatePrivateThreads | Permissions.SendMessagesInThreads))
            return null;
        string name = $"codesmith-{await NameAsync(guild.Id, user, cancellation)}";
        if (FindLost(user, guild, name) is { } lost)
            return lost;
        try
        {
            return await rest.StartThreadAsync(
                parent.Id,
                new ThreadCreate(
                    name, ChannelType.PrivateThread, DiscordLimits.ThreadArchiveMinutes, Invitable: false),
                cancellation);
        }
        catch (DiscordException exception) when (exception.Kind == DiscordErrorKind.Unavailable)
        {
            _lost[user] = guild.Channels.Keys.Max();
            throw;
        }
        catch (DiscordException exception) when (exception.Kind is DiscordErrorKind.Forbidden or DiscordErrorKind.Invalid)
        {
            LogNoThread(exception, parent.Id);
            return null;
        }
    }

    /// <summary>The thread that was made though Discord's answer was lost: nothing in it says whose it is.</summary>
    private Channel? FindLost(Snowflake user, GuildView guild, string name) => _lost.Remove(user, out var since)
        ? guild.Channels.Values.FirstOrDefault(thread =>
            thread.Type == ChannelType.PrivateThread && thread.OwnerId == world.Bot && thread.Name == name
            && thread.Id > since && !_own.Values.Contains(thread.Id))
        : null;

    /// <summary>A private thread is seen by its members alone, and one may have left it; one put away takes none.</summary>
    private async Task JoinAsync(Channel thread, Snowflake user, CancellationToken cancellation)
    {
        if (thread.ThreadMetadata is { Archived: true })
            await rest.ModifyThreadAsync(thread.Id, new ThreadModify(Archived: false), cancellation);
        await rest.AddThreadMemberAsync(thread.Id, user, cancellation);
    }

    private static string Mark(Snowflake user) => $"codesmith:{user}";

    /// <summary>For people alone: nothing depends on it, so whatever goes wrong, the id does as well.</summary>
    private async Task<string> NameAsync(Snowflake guild, Snowflake user, CancellationToken cancellation)
    {
        try
        {
            var member = await rest.GetGuildMemberAsync(guild, user, cancellation);
            return Slug(member.Nick ?? member.User?.DisplayName ?? "") is { Length: > 0 } slug ? slug : user.ToString();
        }
        catch (DiscordException exception)
        {
            LogNoName(exception, guild);
            return user.ToString();
        }
    }

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (char character in name.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character))
                slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        string text = slug.ToString().Trim('-');
        const int longest = DiscordLimits.ChannelName / 2;
        return text[..Math.Min(text.Length, longest)];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The name of a user in guild {Guild} could not be read")]
    private partial void LogNoName(DiscordException exception, Snowflake guild);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No channel could be made in guild {Guild}; a thread is tried")]
    private partial void LogNoChannel(DiscordException exception, Snowflake guild);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No private thread could be made in {Channel}; the channel itself is used")]
    private partial void LogNoThread(DiscordException exception, Snowflake channel);
}
