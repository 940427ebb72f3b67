using System.Text.Json;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

internal sealed class ThreadRoutes(DiscordWorld world, BotAccess access, ChannelBoard channels)
{
    private const int DefaultDuration = 1440;

    public IEnumerable<Route> All =>
    [
        new("POST", "/channels/{channel}/messages/{message}/threads", CreateFromMessage),
        new("POST", "/channels/{channel}/threads", Create),
        new("GET", "/channels/{channel}/thread-members", ListMembers),
        new("PUT", "/channels/{channel}/thread-members/@me", Join) { IsBodyless = true },
        new("DELETE", "/channels/{channel}/thread-members/@me", Leave),
        new("PUT", "/channels/{channel}/thread-members/{user}", Add) { IsBodyless = true },
        new("DELETE", "/channels/{channel}/thread-members/{user}", Remove),
        new("GET", "/channels/{channel}/thread-members/{user}", GetMember),
        new("GET", "/guilds/{guild}/threads/active", ListActive),
        new("GET", "/channels/{channel}/threads/archived/public", ListArchived(ChannelKind.PublicThread)),
        new("GET", "/channels/{channel}/threads/archived/private", ListArchived(ChannelKind.PrivateThread)),
        new("GET", "/channels/{channel}/users/@me/threads/archived/private", ListArchived(ChannelKind.PrivateThread)),
    ];

    public static void CheckDuration(JsonElement body, FormErrors errors)
    {
        if (body.Field("auto_archive_duration") is { } duration
            && !(FormErrors.TryInteger(duration, out var minutes) && minutes is 60 or 1440 or 4320 or 10080))
            errors.Add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).");
    }

    private RestAnswer CreateFromMessage(RestCall call)
    {
        var parent = access.Channel(call.Id(0));
        RequireTextChannel(parent);
        access.Require(parent, Permission.CreatePublicThreads);
        var message = access.Message(parent, call.Id(1));
        if (world.Channels.ContainsKey(message.Id))
            throw DiscordErrors.HasThread();
        return Create(parent, call.Body, ChannelKind.PublicThread, message);
    }

    private RestAnswer Create(RestCall call)
    {
        var parent = access.Channel(call.Id(0));
        RequireTextChannel(parent);
        var kind = (ChannelKind)call.Body.Number("type", (int)ChannelKind.PrivateThread);
        if (kind is not (ChannelKind.PublicThread or ChannelKind.PrivateThread))
            throw DiscordErrors.InvalidForm("type", "BASE_TYPE_CHOICES", "Value must be one of (10, 11, 12).");
        access.Require(parent, kind is ChannelKind.PublicThread
            ? Permission.CreatePublicThreads
            : Permission.CreatePrivateThreads);
        return Create(parent, call.Body, kind, from: null);
    }

    private RestAnswer Create(Channel parent, JsonElement body, ChannelKind kind, Message? from)
    {
        var errors = new FormErrors();
        var name = errors.Text(body, "", "name", ChannelRoutes.NameLength, 1, required: true);
        CheckDuration(body, errors);
        errors.ThrowIfAny();
        var minutes = (int)body.Number("auto_archive_duration", DefaultDuration);
        var thread = channels.CreateThread(parent, world.Bot, name!, kind, minutes, from);
        thread.Thread!.Invitable = body.Flag("invitable", otherwise: true);
        return RestAnswer.Created(thread.ToJson());
    }

    private RestAnswer ListMembers(RestCall call) => RestAnswer.Ok(DiscordJson.Array(
        Thread(call).Thread!.Members.Select(user => MemberJson(call.Id(0), user))));

    private RestAnswer GetMember(RestCall call)
    {
        var thread = Thread(call);
        var user = call.Values[1] == "@me" ? world.Bot.Id : call.Id(1);
        return thread.Thread!.Members.Contains(user)
            ? RestAnswer.Ok(MemberJson(thread.Id, user))
            : throw DiscordErrors.UnknownMember();
    }

    private RestAnswer Join(RestCall call)
    {
        channels.AddToThread(Open(call), world.Bot.Id);
        return RestAnswer.Nothing;
    }

    private RestAnswer Leave(RestCall call)
    {
        channels.RemoveFromThread(Open(call), world.Bot.Id);
        return RestAnswer.Nothing;
    }

    private RestAnswer Add(RestCall call)
    {
        var thread = Open(call);
        access.Require(thread, Permission.SendMessages);
        var userId = call.Id(1);
        if (!world.Guilds[thread.GuildId!.Value].Members.ContainsKey(userId))
            throw DiscordErrors.UnknownMember();
        if (!Access.CanSee(world, world.Channels[thread.ParentId!.Value], userId))
            throw DiscordErrors.MissingAccess();
        channels.AddToThread(thread, userId);
        return RestAnswer.Nothing;
    }

    private RestAnswer Remove(RestCall call)
    {
        var thread = Open(call);
        if (thread is not { Kind: ChannelKind.PrivateThread } || thread.Thread!.OwnerId != world.Bot.Id)
            access.Require(thread, Permission.ManageThreads);
        channels.RemoveFromThread(thread, call.Id(1));
        return RestAnswer.Nothing;
    }

    private RestAnswer ListActive(RestCall call)
    {
        var guild = access.Guild(call.Id(0));
        return Threads(world.ThreadsOf(guild.Id).Where(
            thread => !thread.Thread!.Archived && Access.CanSee(world, thread, world.Bot.Id)));
    }

    private Func<RestCall, RestAnswer> ListArchived(ChannelKind kind) => call =>
    {
        var parent = access.Channel(call.Id(0), Permission.ReadMessageHistory);
        var threads = world.ThreadsOf(parent.GuildId ?? 0)
            .Where(thread => thread.ParentId == parent.Id && thread.Kind == kind && thread.Thread!.Archived)
            .Where(thread => Access.CanSee(world, thread, world.Bot.Id))
            .OrderByDescending(thread => thread.Thread!.ArchiveChangedAt);
        var answer = Threads(threads);
        answer.Body!["has_more"] = false;
        return answer;
    };

    private RestAnswer Threads(IEnumerable<Channel> threads)
    {
        var list = threads.ToList();
        return RestAnswer.Ok(new JsonObject
        {
            ["threads"] = DiscordJson.Array(list.Select(thread => thread.ToJson())),
            ["members"] = DiscordJson.Array(list
                .Where(thread => thread.Thread!.Members.Contains(world.Bot.Id))
                .Select(thread => MemberJson(thread.Id, world.Bot.Id))),
        });
    }

    private JsonObject MemberJson(ulong threadId, ulong userId) => new()
    {
        ["id"] = DiscordJson.Text(threadId),
        ["user_id"] = DiscordJson.Text(userId),
        ["join_timestamp"] = DiscordJson.Text(world.Now),
        ["flags"] = 0,
    };

    private Channel Thread(RestCall call) =>
        access.Channel(call.Id(0)) is { IsThread: true } thread ? thread : throw DiscordErrors.NotATextChannel();

    private Channel Open(RestCall call)
    {
        var thread = Thread(call);
        BotAccess.RequireUnarchived(thread);
        return thread;
    }

    private static void RequireTextChannel(Channel parent)
    {
        if (parent.Kind is not (ChannelKind.Text or ChannelKind.Announcement))
            throw new DiscordErrorException(
                400, 50024, "Cannot execute action on this channel type", isViolation: true);
    }
}
