using System.Globalization;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

/// <summary>Pins, by the present routes and by the deprecated ones.</summary>
internal sealed class PinRoutes(DiscordWorld world, BotAccess access, MessageBoard messages)
{
    public IEnumerable<Route> All =>
    [
        new("GET", "/channels/{channel}/messages/pins", List),
        new("PUT", "/channels/{channel}/messages/pins/{message}", Pin) { IsBodyless = true },
        new("DELETE", "/channels/{channel}/messages/pins/{message}", Unpin),
        new("GET", "/channels/{channel}/pins", ListAsBefore),
        new("PUT", "/channels/{channel}/pins/{message}", Pin) { IsBodyless = true },
        new("DELETE", "/channels/{channel}/pins/{message}", Unpin),
    ];

    private RestAnswer Pin(RestCall call)
    {
        var channel = access.Channel(call.Id(0), Permission.PinMessages | Permission.ReadMessageHistory);
        var message = access.Message(channel, call.Id(1));
        BotAccess.RequireUnarchived(channel);
        if (message.Kind is not (MessageKind.Plain or MessageKind.Reply or MessageKind.CommandResponse))
            throw DiscordErrors.SystemMessage();
        if (message.PinnedAt is not null)
            return RestAnswer.Nothing;
        if (Pinned(channel).Count() >= MessageLimits.Pins)
            throw DiscordErrors.TooManyPins();
        messages.Pin(message, world.Bot);
        return RestAnswer.Nothing;
    }

    private RestAnswer Unpin(RestCall call)
    {
        var channel = access.Channel(call.Id(0), Permission.PinMessages);
        var message = access.Message(channel, call.Id(1));
        BotAccess.RequireUnarchived(channel);
        if (message.PinnedAt is not null)
            messages.Unpin(message);
        return RestAnswer.Nothing;
    }

    private RestAnswer List(RestCall call)
    {
        var channel = access.Channel(call.Id(0));
        var limit = call.QueryNumber("limit", 50, 1, 50);
        var before = call.Query["before"] is [{ } text]
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
            : DateTimeOffset.MaxValue;
        var pins = Readable(channel).Where(message => message.PinnedAt < before).ToList();
        return RestAnswer.Ok(new JsonObject
        {
            ["items"] = DiscordJson.Array(pins.Take(limit).Select(message => new JsonObject
            {
                ["pinned_at"] = DiscordJson.Text(message.PinnedAt!.Value),
                ["message"] = MessageJson.Of(world, message),
            })),
            ["has_more"] = pins.Count > limit,
        });
    }

    private RestAnswer ListAsBefore(RestCall call) => RestAnswer.Ok(DiscordJson.Array(
        Readable(access.Channel(call.Id(0))).Take(50).Select(message => MessageJson.Of(world, message))));

    private IEnumerable<Message> Readable(Channel channel) =>
        access.In(channel).HasFlag(Permission.ReadMessageHistory)
            ? Pinned(channel).OrderByDescending(message => message.PinnedAt).ThenByDescending(message => message.Id)
            : [];

    private static IEnumerable<Message> Pinned(Channel channel) =>
        channel.Messages.Values.Where(message => message.PinnedAt is not null);
}
