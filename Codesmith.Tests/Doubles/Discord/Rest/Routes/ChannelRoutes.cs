using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

internal sealed class ChannelRoutes(DiscordWorld world, BotAccess access, ChannelBoard channels, RateLimiter limiter)
{
    public const int NameLength = 100;
    private const int TopicLength = 1024;
    private const int SlowestMode = 21600;

    public IEnumerable<Route> All =>
    [
        new("GET", "/channels/{channel}", call => RestAnswer.Ok(access.Channel(call.Id(0)).ToJson())),
        new("PATCH", "/channels/{channel}", Modify),
        new("DELETE", "/channels/{channel}", Delete),
        new("PUT", "/channels/{channel}/permissions/{overwrite}", SetOverwrite),
        new("DELETE", "/channels/{channel}/permissions/{overwrite}", DeleteOverwrite),
        new("GET", "/guilds/{guild}/channels", List),
        new("POST", "/guilds/{guild}/channels", Create),
    ];

    private RestAnswer List(RestCall call) => RestAnswer.Ok(DiscordJson.Array(
        world.ChannelsOf(access.Guild(call.Id(0)).Id).Select(channel => channel.ToJson())));

    private RestAnswer Create(RestCall call)
    {
        var guild = access.Guild(call.Id(0), Permission.ManageChannels);
        var errors = new FormErrors();
        var name = errors.Text(call.Body, "", "name", NameLength, 1, required: true);
        errors.Text(call.Body, "", "topic", TopicLength);
        errors.Integer(call.Body, "", "rate_limit_per_user", 0, SlowestMode);
        var kind = (ChannelKind)call.Body.Number("type");
        if (kind is not (ChannelKind.Text or ChannelKind.Category))
            errors.Add("type", "BASE_TYPE_CHOICES", "This double makes channels of type 0 and 4 only.");
        var parent = call.Body.Id("parent_id");
        CheckParent(guild, kind, parent, errors);
        var overwrites = Overwrites(guild, call.Body, errors);
        errors.ThrowIfAny();
        RequireGranted(guild, overwrites);
        var inherited = !call.Body.Has("permission_overwrites") && parent is { } category
            ? world.Channels[category].Overwrites
            : overwrites;
        var channel = channels.Create(guild, Shown(name!, kind), kind, parent, inherited);
        channel.Topic = call.Body.Text("topic");
        channel.SlowMode = (int)call.Body.Number("rate_limit_per_user");
        return RestAnswer.Created(channel.ToJson());
    }

    private RestAnswer Modify(RestCall call)
    {
        var channel = access.Channel(call.Id(0));
        if (channel.Recipient is not null)
            throw DiscordErrors.MissingAccess();
        if (channel.IsThread)
            return ThreadEdit.Apply(world, access, channels, channel, call.Body);
        access.Require(channel, Permission.ManageChannels);
        var guild = world.Guilds[channel.GuildId!.Value];
        var errors = new FormErrors();
        var name = errors.Text(call.Body, "", "name", NameLength, 1);
        errors.Text(call.Body, "", "topic", TopicLength);
        errors.Integer(call.Body, "", "rate_limit_per_user", 0, SlowestMode);
        CheckParent(guild, channel.Kind, call.Body.Id("parent_id"), errors);
        var overwrites = Overwrites(guild, call.Body, errors);
        errors.ThrowIfAny();
        if (name is not null || call.Body.Has("topic"))
            limiter.TakeRename(channel.Id);
        if (name is not null)
            channel.Name = Shown(name, channel.Kind);
        if (call.Body.Has("topic"))
            channel.Topic = call.Body.Text("topic");
        if (call.Body.Has("parent_id"))
            channel.ParentId = call.Body.Id("parent_id");
        if (call.Body.Has("position"))
            channel.Position = (int)call.Body.Number("position");
        if (call.Body.Has("rate_limit_per_user"))
            channel.SlowMode = (int)call.Body.Number("rate_limit_per_user");
        if (call.Body.Has("permission_overwrites"))
        {
            access.Require(channel, Permission.ManageRoles);
            channel.Overwrites.Clear();
            channel.Overwrites.AddRange(overwrites);
        }

        channels.Changed(channel);
        return RestAnswer.Ok(channel.ToJson());
    }

    private RestAnswer Delete(RestCall call)
    {
        var channel = access.Channel(call.Id(0));
        if (channel.Recipient is null)
        {
            access.Require(channel, channel.IsThread ? Permission.ManageThreads : Permission.ManageChannels);
            channels.Delete(channel);
        }

        return RestAnswer.Ok(channel.ToJson());
    }

    private RestAnswer SetOverwrite(RestCall call)
    {
        var channel = access.Channel(call.Id(0), Permission.ManageRoles);
        var id = call.Id(1);
        var guild = world.Guilds[channel.GuildId!.Value];
        var overwrite = Read(id, call.Body);
        RequireGranted(guild, [overwrite]);
        channel.Overwrites.RemoveAll(known => known.Id == id);
        channel.Overwrites.Add(overwrite);
        channels.Changed(channel);
        return RestAnswer.Nothing;
    }

    private RestAnswer DeleteOverwrite(RestCall call)
    {
        var channel = access.Channel(call.Id(0), Permission.ManageRoles);
        if (channel.Overwrites.RemoveAll(known => known.Id == call.Id(1)) > 0)
            channels.Changed(channel);
        return RestAnswer.Nothing;
    }

    /// <summary>A bot may hand out only what it has.</summary>
    private void RequireGranted(Guild guild, IEnumerable<Overwrite> overwrites)
    {
        var own = Access.In(guild, world.Bot.Id);
        if (overwrites.Any(overwrite => ((overwrite.Allow | overwrite.Deny) & ~own) != 0))
            throw DiscordErrors.MissingPermissions();
    }

    private void CheckParent(Guild guild, ChannelKind kind, ulong? parent, FormErrors errors)
    {
        if (parent is not { } id)
            return;
        if (kind is ChannelKind.Category || !world.Channels.TryGetValue(id, out var category)
            || category.Kind is not ChannelKind.Category || category.GuildId != guild.Id)
            errors.Add("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist");
        else if (world.Channels.Values.Count(channel => channel.ParentId == id) >= 50)
            errors.Add(
                "parent_id", "CHANNEL_PARENT_MAX_CHANNELS", "Maximum number of channels in category reached (50)");
    }

    private static List<Overwrite> Overwrites(Guild guild, JsonElement body, FormErrors errors)
    {
        var overwrites = new List<Overwrite>();
        foreach (var item in errors.Items(body, "", "permission_overwrites", 100))
        {
            var id = item.Id("id") ?? 0;
            var overwrite = Read(id, item);
            if (overwrite.IsMember ? id == 0 : !guild.Roles.ContainsKey(id))
                errors.Add($"permission_overwrites.{overwrites.Count}.id", "ROLE_UNKNOWN", "Unknown role or member");
            overwrites.Add(overwrite);
        }

        return overwrites;
    }

    private static Overwrite Read(ulong id, JsonElement body) => new(
        id, body.Number("type") == 1, (Permission)(body.Id("allow") ?? 0), (Permission)(body.Id("deny") ?? 0));

    /// <summary>Text channels are lower case without blanks, whatever is asked for.</summary>
    private static string Shown(string name, ChannelKind kind) =>
        kind is ChannelKind.Text ? name.Trim().ToLowerInvariant().Replace(' ', '-') : name;
}
