using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

internal sealed class MessageRoutes(
    DiscordWorld world, BotAccess access, MessageBoard messages, ChannelBoard channels, RateLimiter limiter)
{
    private const string Messages = "/channels/{channel}/messages";
    private const string OneMessage = "/channels/{channel}/messages/{message}";

    /// <summary>Within these a nonce is remembered.</summary>
    private static readonly TimeSpan NonceLife = TimeSpan.FromMinutes(5);

    /// <summary>Edits of older messages have a limit of their own.</summary>
    private static readonly TimeSpan EditsAreFree = TimeSpan.FromHours(1);

    private static readonly TimeSpan OldestBulkDelete = TimeSpan.FromDays(14);

    public IEnumerable<Route> All =>
    [
        new("GET", Messages, List),
        new("POST", Messages, Create),
        new("GET", OneMessage, Get),
        new("PATCH", OneMessage, Edit),
        new("DELETE", OneMessage, Delete),
        new("POST", "/channels/{channel}/messages/bulk-delete", BulkDelete),
        new("POST", "/channels/{channel}/typing", Type) { IsBodyless = true },
    ];

    private RestAnswer List(RestCall call)
    {
        var channel = access.Channel(call.Id(0));
        var limit = call.QueryNumber("limit", 50, 1, 100);
        var (before, after, around) = (call.QueryId("before"), call.QueryId("after"), call.QueryId("around"));
        if (new[] { before, after, around }.Count(given => given is not null) > 1)
            throw DiscordErrors.InvalidForm(
                "before", "MUTUALLY_EXCLUSIVE", "before, after and around exclude each other.");
        if (!access.In(channel).HasFlag(Permission.ReadMessageHistory))
            return RestAnswer.Ok(new JsonArray());
        var all = channel.Messages.Values;
        var found = after is not null ? all.Where(message => message.Id > after).Take(limit)
            : around is not null ? all.OrderBy(message => Distance(message.Id, around.Value)).Take(limit)
            : all.Where(message => before is null || message.Id < before).TakeLast(limit);
        return RestAnswer.Ok(DiscordJson.Array(
            found.OrderByDescending(message => message.Id).Select(message => MessageJson.Of(world, message))));
    }

    private RestAnswer Get(RestCall call)
    {
        var channel = access.Channel(call.Id(0), Permission.ReadMessageHistory);
        return RestAnswer.Ok(MessageJson.Of(world, access.Message(channel, call.Id(1))));
    }

    private RestAnswer Create(RestCall call)
    {
        var channel = access.Channel(call.Id(0));
        if (!channel.HoldsMessages)
            throw DiscordErrors.NotATextChannel();
        var draft = MessageForm.Create(
            call.Body, call.Files, isInteraction: false, access.In(channel).HasFlag(Permission.MentionEveryone));
        if (channel.Recipient is { AcceptsDirectMessages: false })
            throw DiscordErrors.CannotMessageUser();
        access.Require(channel, Permission.SendMessages);
        access.RequireContent(channel, call.Body, call.Files.Count > 0);
        if (call.Body.Flag("enforce_nonce") && Known(channel, draft.Nonce) is { } known)
            return RestAnswer.Ok(MessageJson.Of(world, known));
        RequirePause(channel);
        draft = WithReference(channel, draft, call);
        if (channel.Thread is { Archived: true } thread)
        {
            if (thread.Locked)
                throw DiscordErrors.ThreadLocked();
            channels.Archive(channel, archived: false);
        }

        if (channel.IsThread)
            channels.AddToThread(channel, world.Bot.Id);
        return RestAnswer.Ok(MessageJson.Of(world, messages.Post(channel, world.Bot, draft)));
    }

    private RestAnswer Edit(RestCall call)
    {
        var channel = access.Channel(call.Id(0));
        var message = access.Message(channel, call.Id(1));
        if (message.Author != world.Bot)
            throw DiscordErrors.NotTheAuthor();
        if (message.Kind is MessageKind.PinNotice or MessageKind.ThreadCreated or MessageKind.ThreadStarter)
            throw DiscordErrors.SystemMessage();
        BotAccess.RequireUnarchived(channel);
        access.RequireContent(channel, call.Body, call.Files.Count > 0);
        if (world.Now - message.SentAt > EditsAreFree)
            limiter.TakeOldEdit(channel.Id);
        MessageForm.Edit(
            message, call.Body, call.Files, messages, isInteraction: false, access.In(channel).HasFlag(
                Permission.MentionEveryone));
        messages.Edited(message);
        return RestAnswer.Ok(MessageJson.Of(world, message));
    }

    private RestAnswer Delete(RestCall call)
    {
        var channel = access.Channel(call.Id(0));
        var message = access.Message(channel, call.Id(1));
        if (message.Author != world.Bot)
            access.Require(channel, Permission.ManageMessages);
        BotAccess.RequireUnarchived(channel);
        messages.Delete(message);
        return RestAnswer.Nothing;
    }

    private RestAnswer BulkDelete(RestCall call)
    {
        var channel = access.Channel(call.Id(0), Permission.ManageMessages);
        var ids = call.Body.Items("messages").Select(id => id.Id()).OfType<ulong>().Distinct().ToList();
        if (ids.Count is < 2 or > 100)
            throw DiscordErrors.BadBulkDelete();
        if (ids.Exists(id => world.Now - Snowflakes.TimeOf(id) > OldestBulkDelete))
            throw DiscordErrors.TooOldForBulkDelete();
        messages.DeleteMany(channel, [.. ids.Where(channel.Messages.ContainsKey).Select(id => channel.Messages[id])]);
        return RestAnswer.Nothing;
    }

    private RestAnswer Type(RestCall call)
    {
        var channel = access.Channel(call.Id(0));
        access.Require(channel, Permission.SendMessages);
        channel.TypingUntil = world.Now + Channel.TypingShows;
        world.Changes.Tell();
        return RestAnswer.Nothing;
    }

    /// <summary>Slow mode, from which only those are free who manage the channel.</summary>
    private void RequirePause(Channel channel)
    {
        const Permission Free = Permission.ManageMessages | Permission.ManageChannels;
        if (channel.SlowMode == 0 || (access.In(channel) & Free) != 0)
            return;
        var last = channel.Messages.Values.LastOrDefault(message => message.Author == world.Bot);
        if (last?.SentAt.AddSeconds(channel.SlowMode) is { } next && next > world.Now)
            throw new RateLimitedException(
                RateLimitScope.User,
                limiter.SecondsUntil(next),
                20016,
                "This action cannot be performed due to slowmode rate limit");
    }

    private Message? Known(Channel channel, string? nonce)
    {
        for (var index = channel.Messages.Count - 1; index >= 0; index--)
        {
            var message = channel.Messages.GetValueAtIndex(index);
            if (world.Now - message.SentAt > NonceLife)
                return null;
            if (message.Author == world.Bot && message.Nonce == nonce)
                return message;
        }

        return null;
    }

    private MessageDraft WithReference(Channel channel, MessageDraft draft, RestCall call)
    {
        if (call.Body.Field("message_reference") is not { } reference)
            return draft;
        if (!access.In(channel).HasFlag(Permission.ReadMessageHistory))
            throw DiscordErrors.CannotReplyWithoutHistory();
        if (channel.Messages.TryGetValue(reference.Id("message_id") ?? 0, out var target))
        {
            var pinged = !call.Body.Has("allowed_mentions") || call.Body.Field("allowed_mentions")!.Value.Flag(
                "replied_user");
            return draft with
            {
                Kind = MessageKind.Reply,
                Reference = target,
                Mentions = pinged
                    ? draft.Mentions with { Users = [.. draft.Mentions.Users.Append(target.Author.Id).Distinct()] }
                    : draft.Mentions,
            };
        }

        if (reference.Flag("fail_if_not_exists", otherwise: true))
            throw DiscordErrors.UnknownReference();
        return draft;
    }

    private static ulong Distance(ulong one, ulong other) => one > other ? one - other : other - one;
}
