using System.Collections.Concurrent;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;

namespace Codesmith.Supervisor.Chat.Discord.Channels;

/// <summary>
/// Opens the channel of a session. A user's own one is a private channel under the category "Codesmith"; where the bot
/// may not make channels, a private thread; where it may not make those either, the channel in which it was asked.
/// </summary>
internal sealed class ChannelOpener(
    DiscordOptions options, DiscordRest rest, DiscordWorld world, ChannelMaker maker, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<Snowflake, Snowflake> _own = [];
    private readonly SemaphoreSlim _making = new(1);

    /// <summary>The user has this channel from an earlier start.</summary>
    public void Remember(Snowflake user, Snowflake channel) => _own[user] = channel;

    /// <summary>The messages between the user and the bot alone.</summary>
    /// <exception cref="DiscordException">Discord does not give them.</exception>
    public async Task<OpenedChannel> OpenDirectAsync(Snowflake user, CancellationToken cancellation)
    {
        var direct = await rest.CreateDirectChannelAsync(user, cancellation);
        return Opened(direct, isShared: false, direct.Id);
    }

    /// <param name="user">Whose session it is for.</param>
    /// <param name="place">Which channel, on the server.</param>
    /// <param name="from">Where it was asked.</param>
    /// <param name="asked">How; null if that is not known any more.</param>
    /// <param name="cancellation">Gives up; the channel may have been made.</param>
    /// <exception cref="DiscordException">Discord does not give one.</exception>
    /// <exception cref="ChatException">There is no place; the message tells the user.</exception>
    public async Task<OpenedChannel> OpenAsync(
        Snowflake user, ChannelPlace place, Snowflake from, Interaction? asked, CancellationToken cancellation)
    {
        var guild = await FindGuildAsync(from, asked, cancellation);
        var (channel, isShared, isNew) = await FindAsync(user, place, guild, from, cancellation);
        var floor = isNew ? channel.Id : await FloorAsync(channel, asked, cancellation);
        return Opened(channel, isShared, floor);
    }

    public void Dispose() => _making.Dispose();

    private static OpenedChannel Opened(Channel channel, bool isShared, Snowflake floor) => new(
        new SessionChannel(new ChannelId(channel.Id.ToString()), isShared), new MessageId(floor.ToString()));

    /// <summary>Right after the connection the servers come one by one; who asked has been told to wait.</summary>
    private async Task<Snowflake> FindGuildAsync(Snowflake from, Interaction? asked, CancellationToken cancellation)
    {
        var guild = asked?.GuildId ?? world.Find(from)?.Guild.Id ?? (await FetchAsync(from, cancellation))?.GuildId
            ?? throw NotSeen();
        try
        {
            await world.WhenKnown(guild).WaitAsync(DiscordLimits.GuildsArrive, clock, cancellation);
            return guild;
        }
        catch (TimeoutException)
        {
            throw NotThere();
        }
    }

    private async Task<FoundChannel> FindAsync(
        Snowflake user, ChannelPlace place, Snowflake guild, Snowflake from, CancellationToken cancellation)
    {
        // Two starts at once must not make two channels, nor two categories.
        await _making.WaitAsync(cancellation);
        try
        {
            return await FindAsync(user, place, world.FindGuild(guild) ?? throw NotThere(), from, cancellation);
        }
        finally
        {
            _making.Release();
        }
    }

    private async Task<FoundChannel> FindAsync(
        Snowflake user, ChannelPlace place, GuildView guild, Snowflake from, CancellationToken cancellation)
    {
        if (place == ChannelPlace.Own)
        {
            if (await FindOwnAsync(user, guild, cancellation) is { } known)
                return await KeepAsync(user, known, isNew: false, cancellation);
            if (await maker.MakeChannelAsync(user, guild, cancellation) is { } made)
                return await KeepAsync(user, made, isNew: true, cancellation);
        }
        var source = world.Find(from)?.Channel ?? await FetchAsync(from, cancellation) ?? throw NotSeen();
        if (place == ChannelPlace.Own && await maker.MakeThreadAsync(user, guild, source, cancellation) is { } thread)
            return await KeepAsync(user, thread, isNew: true, cancellation);
        var sending = source.IsThread ? Permissions.SendMessagesInThreads : Permissions.SendMessages;
        if (!guild.BotPermissions(world.Bot, source).HasFlag(Permissions.ViewChannel | sending))
            throw NotWritten();
        bool isOwn = _own.TryGetValue(user, out var own) && own == source.Id;
        return new FoundChannel(source, IsShared: !isOwn, IsNew: false);
    }

    /// <summary>The one from an earlier start, or one that only says in its topic whose it is.</summary>
    private async Task<Channel?> FindOwnAsync(Snowflake user, GuildView guild, CancellationToken cancellation)
    {
        if (_own.TryGetValue(user, out var known) && await FetchAsync(known, cancellation) is { } kept
            && kept.GuildId == guild.Id && (options.Channel is null || kept.ParentId?.Value == options.Channel))
            return kept;
        var marked = options.Channel is not null
            ? null
            : guild.Channels.Values.FirstOrDefault(channel => ChannelMaker.IsFor(user, channel));
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

    /// <summary>
    /// It is the user's own from now on. A private thread is seen by its members alone, and one may have left it; one
    /// put away takes none.
    /// </summary>
    private async Task<FoundChannel> KeepAsync(
        Snowflake user, Channel own, bool isNew, CancellationToken cancellation)
    {
        _own[user] = own.Id;
        world.Put(own);
        if (own.ThreadMetadata is { Archived: true })
            await rest.ModifyThreadAsync(own.Id, new ThreadModify(Archived: false), cancellation);
        if (own.IsThread)
            await rest.AddThreadMemberAsync(own.Id, user, cancellation);
        return new FoundChannel(own, IsShared: false, isNew);
    }

    /// <summary>What was written up to here is not for the session; what its user wrote since they asked is.</summary>
    private async Task<Snowflake> FloorAsync(Channel channel, Interaction? asked, CancellationToken cancellation)
    {
        var newest = await rest.GetMessagesAsync(channel.Id, after: null, before: null, limit: 1, cancellation);
        // None are seen, either, where the bot may not read the history.
        Snowflake?[] known = [newest is [var message, ..] ? message.Id : null, asked?.Id];
        return known.OfType<Snowflake>().DefaultIfEmpty(channel.Id).Min();
    }

    private static ChatException NotSeen() =>
        new("Codesmith does not see this channel. Ask in another one.", ChatFailure.Refused);

    private static ChatException NotWritten() =>
        new("Codesmith may not write in this channel. Ask in another one.", ChatFailure.Refused);

    private static ChatException NotThere() => new("Codesmith does not see this server yet. Try again in a minute.");

    /// <param name="Channel">Which.</param>
    /// <param name="IsShared">Whether others write there too.</param>
    /// <param name="IsNew">Whether it was made just now.</param>
    private sealed record FoundChannel(Channel Channel, bool IsShared, bool IsNew);
}
