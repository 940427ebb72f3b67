using System.Collections.Immutable;
using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.World;

/// <summary>
/// What is known of Discord around the bot: itself, its guilds, their channels. Changed by events, one at a time, and by
/// what we make ourselves before its event comes; may be read at any time.
/// </summary>
internal sealed class DiscordWorld
{
    private volatile ImmutableDictionary<Snowflake, GuildView> _guilds = ImmutableDictionary<Snowflake, GuildView>.Empty;
    private readonly Lock _changing = new();
    private readonly Dictionary<Snowflake, TaskCompletionSource> _awaited = []; // guilds
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bot;
    private long _application;

    /// <summary>The bot's own user; zero before READY.</summary>
    public Snowflake Bot => new((ulong)Volatile.Read(ref _bot));

    /// <summary>The bot's application; zero before READY.</summary>
    public Snowflake Application => new((ulong)Volatile.Read(ref _application));

    /// <summary>Done when, for the first time, all guilds of which READY told have come.</summary>
    public Task Complete => _complete.Task;

    public IEnumerable<GuildView> Guilds => _guilds.Values;

    public GuildView? FindGuild(Snowflake id) => _guilds.GetValueOrDefault(id);

    /// <summary>The channel and its guild; null for one that is not known, as archived threads and direct messages are not.</summary>
    public (GuildView Guild, Channel Channel)? Find(Snowflake channel)
    {
        foreach (var guild in _guilds.Values)
        {
            if (guild.Channels.TryGetValue(channel, out var found))
                return (guild, found);
        }
        return null;
    }

    /// <summary>Done when the guild is known.</summary>
    public Task WhenKnown(Snowflake guild)
    {
        lock (_changing)
        {
            if (_guilds.ContainsKey(guild))
                return Task.CompletedTask;
            if (!_awaited.TryGetValue(guild, out var arrival))
            {
                arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add(guild, arrival);
            }
            return arrival.Task;
        }
    }

    /// <summary>A new session with the gateway: the guilds follow.</summary>
    /// <returns>The channels of guilds that the bot is not in any more.</returns>
    public IReadOnlyList<Snowflake> Begin(Ready ready)
    {
        Volatile.Write(ref _bot, (long)ready.User.Id.Value);
        if (ready.Application is { } application)
            Volatile.Write(ref _application, (long)application.Id.Value);
        var guilds = (ready.Guilds ?? []).Select(guild => guild.Id).ToList();
        _ = CompleteWithAsync(guilds);
        lock (_changing)
            return [.. _guilds.Keys.Except(guilds).ToList().SelectMany(guild => Remove(guild))];
    }

    public void Put(Guild guild)
    {
        lock (_changing)
        {
            _guilds = _guilds.SetItem(guild.Id, GuildView.Of(guild, Bot));
            if (_awaited.Remove(guild.Id, out var arrival))
                arrival.SetResult();
        }
    }

    /// <summary>GUILD_UPDATE: without channels and members.</summary>
    public void Update(Guild guild) => Change(guild.Id, view => view with
    {
        Name = guild.Name ?? view.Name,
        Owner = guild.OwnerId ?? view.Owner,
        Roles = guild.Roles?.ToImmutableDictionary(role => role.Id) ?? view.Roles,
    });

    /// <returns>The channels that went with it.</returns>
    public IReadOnlyList<Snowflake> Remove(Snowflake guild)
    {
        lock (_changing)
        {
            var channels = FindGuild(guild)?.Channels.Keys.ToList() ?? [];
            _guilds = _guilds.Remove(guild);
            return channels;
        }
    }

    public void Put(Channel channel)
    {
        if (channel.GuildId is { } guild)
            Change(guild, view => view with { Channels = view.Channels.SetItem(channel.Id, channel) });
    }

    /// <returns>The channels that went: with a channel go its threads, of which Discord does not tell.</returns>
    public IReadOnlyList<Snowflake> Remove(Channel channel)
    {
        List<Snowflake> gone = [channel.Id];
        if (channel.GuildId is { } guild)
        {
            Change(guild, view =>
            {
                gone.AddRange(view.Channels.Values
                    .Where(thread => thread.IsThread && thread.ParentId == channel.Id)
                    .Select(thread => thread.Id));
                return view with { Channels = view.Channels.RemoveRange(gone) };
            });
        }
        return gone;
    }

    /// <summary>THREAD_LIST_SYNC: the active threads of these channels, or of all.</summary>
    public void Sync(ThreadListSync sync) => Change(sync.GuildId, view => view with
    {
        Channels = view.Channels
            .RemoveRange(view.Channels.Values
                .Where(channel => channel.IsThread
                    && (sync.ChannelIds is null || sync.ChannelIds.Contains(channel.ParentId ?? default)))
                .Select(channel => channel.Id))
            .SetItems((sync.Threads ?? []).Select(thread =>
                KeyValuePair.Create(thread.Id, thread with { GuildId = sync.GuildId }))),
    });

    public void Put(RoleChange change)
    {
        if (change.Role is { } role)
            Change(change.GuildId, view => view with { Roles = view.Roles.SetItem(role.Id, role) });
        else if (change.RoleId is { } removed)
            Change(change.GuildId, view => view with { Roles = view.Roles.Remove(removed) });
    }

    public void Put(MemberChange change)
    {
        if (change.User.Id == Bot)
            Change(change.GuildId, view => view with { BotRoles = change.Roles ?? view.BotRoles });
    }

    private async Task CompleteWithAsync(IEnumerable<Snowflake> guilds)
    {
        await Task.WhenAll(guilds.Select(WhenKnown));
        _complete.TrySetResult();
    }

    private void Change(Snowflake guild, Func<GuildView, GuildView> change)
    {
        lock (_changing)
        {
            if (_guilds.TryGetValue(guild, out var view))
                _guilds = _guilds.SetItem(guild, change(view));
        }
    }
}
