using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord;

/// <summary>What the owner of a server arranges, or Discord itself. All answer with ids.</summary>
internal sealed partial class DiscordDouble
{
    /// <summary>A person on Discord, in no guild yet.</summary>
    public ulong CreateUser(string name) => Change(() =>
    {
        var user = new User(_world.NextId(), name, isBot: false);
        _world.Users.Add(user.Id, user);
        return user.Id;
    });

    /// <summary>A server with the bot in it, owned by somebody new unless a user is named.</summary>
    /// <param name="botPermissions">Of the role the bot gets beside @everyone.</param>
    public ulong CreateGuild(string name, ulong? owner = null, Permission botPermissions = Permission.None)
    {
        var ownerId = owner ?? CreateUser("owner");
        return Change(() =>
        {
            var guild = new Guild(_world.NextId(), name, ownerId);
            _world.Guilds.Add(guild.Id, guild);
            foreach (var userId in new[] { ownerId, _world.Bot.Id })
                guild.Members.Add(userId, new Member(_world.Users[userId], _world.Now));
            if (botPermissions is not Permission.None)
            {
                var role = new Role(_world.NextId(), _world.Bot.Name, 1, botPermissions);
                guild.Roles.Add(role.Id, role);
                guild.Members[_world.Bot.Id].Roles.Add(role.Id);
            }

            _world.Emit(GuildJson.Event(_world, guild));
            return guild.Id;
        });
    }

    /// <summary>The guild comes, late.</summary>
    public void TellOfGuild(ulong guild) => Change(() => _world.Emit(GuildJson.Event(_world, _world.Guilds[guild])));

    public ulong OwnerOf(ulong guild) => Change(() => _world.Guilds[guild].OwnerId);

    /// <summary>A new person in the guild.</summary>
    public ulong CreateMember(ulong guild, string name, params ulong[] roles)
    {
        var user = CreateUser(name);
        AddMember(guild, user, roles);
        return user;
    }

    public void AddMember(ulong guild, ulong user, params ulong[] roles) => Change(() =>
    {
        var member = new Member(_world.Users[user], _world.Now);
        member.Roles.UnionWith(roles);
        _world.Guilds[guild].Members.Add(user, member);
    });

    public void SetRoles(ulong guild, ulong user, params ulong[] roles) => Change(() =>
    {
        var member = _world.Guilds[guild].Members[user];
        member.Roles.Clear();
        member.Roles.UnionWith(roles);
    });

    /// <summary>The person leaves, or the bot is thrown out.</summary>
    public void RemoveMember(ulong guild, ulong user) => Change(() =>
    {
        _world.Guilds[guild].Members.Remove(user);
        if (user == _world.Bot.Id)
            _world.Emit(
                new DispatchEvent("GUILD_DELETE", new JsonObject { ["id"] = DiscordJson.Text(guild) }, Intent.Guilds));
    });

    public ulong CreateRole(ulong guild, string name, Permission permissions) => Change(() =>
    {
        var roles = _world.Guilds[guild].Roles;
        var role = new Role(_world.NextId(), name, roles.Count, permissions);
        roles.Add(role.Id, role);
        var data = new JsonObject { ["guild_id"] = DiscordJson.Text(guild), ["role"] = role.ToJson() };
        _world.Emit(new DispatchEvent("GUILD_ROLE_CREATE", data, Intent.Guilds));
        return role.Id;
    });

    /// <param name="role">The guild's own id is @everyone.</param>
    public void SetPermissions(ulong guild, ulong role, Permission permissions) => Change(() =>
    {
        _world.Guilds[guild].Roles[role].Permissions = permissions;
        var data = new JsonObject
        {
            ["guild_id"] = DiscordJson.Text(guild),
            ["role"] = _world.Guilds[guild].Roles[role].ToJson(),
        };
        _world.Emit(new DispatchEvent("GUILD_ROLE_UPDATE", data, Intent.Guilds));
    });

    public ulong CreateChannel(
        ulong guild, string name, ChannelKind kind = ChannelKind.Text, ulong? parent = null,
        params Overwrite[] overwrites) =>
        Change(() => _channels.Create(_world.Guilds[guild], name, kind, parent, overwrites).Id);

    /// <summary>Replaces what the channel says about this role or member.</summary>
    public void SetOverwrite(ulong channel, Overwrite overwrite) => Change(() =>
    {
        var found = _world.Channels[channel];
        found.Overwrites.RemoveAll(known => known.Id == overwrite.Id);
        found.Overwrites.Add(overwrite);
        _channels.Changed(found);
    });

    public void SetSlowMode(ulong channel, int seconds) => Change(() =>
    {
        _world.Channels[channel].SlowMode = seconds;
        _channels.Changed(_world.Channels[channel]);
    });

    public void DeleteChannel(ulong channel) => Change(() => _channels.Delete(_world.Channels[channel]));

    public void ArchiveThread(ulong thread, bool archived = true, bool locked = false) => Change(() =>
    {
        _world.Channels[thread].Thread!.Locked = locked;
        _channels.Archive(_world.Channels[thread], archived);
    });

    /// <summary>The addresses of all files are void; messages that are read from now on name new ones.</summary>
    public void ExpireFiles() => Change(() =>
    {
        _world.Files.Clear();
        foreach (var message in _world.Channels.Values.SelectMany(channel => channel.Messages.Values))
        {
            message.Attachments =
            [
                .. message.Attachments.Select(file => _messages.Keep(
                    message.Channel, new Upload(file.FileName, file.Content), file.Description)),
            ];
        }
    });

    /// <summary>Every connection learns that it may no longer go on.</summary>
    public void InvalidateSessions(bool resumable)
    {
        foreach (var connection in Connections)
        {
            lock (_world.Gate)
            {
                if (!resumable && connection.Session is { } session)
                    _gateway.Forget(session);
            }

            connection.Send(Opcode.InvalidSession, resumable);
        }
    }

    /// <summary>Forgets the sessions without a word, as after a long outage: the next RESUME is in vain.</summary>
    public void ForgetSessions() => Change(() => _gateway.ForgetAll());

    private T Change<T>(Func<T> change)
    {
        lock (_world.Gate)
        {
            var result = change();
            _world.Changes.Tell();
            return result;
        }
    }

    private void Change(Action change) => Change(() =>
    {
        change();
        return true;
    });
}
