using System.Globalization;
using System.Text;
using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

internal sealed class ReactionRoutes(DiscordWorld world, BotAccess access, MessageBoard messages)
{
    private const string Emoji = "/channels/{channel}/messages/{message}/reactions/{emoji}";

    public IEnumerable<Route> All =>
    [
        new("PUT", Emoji + "/@me", Add) { IsBodyless = true },
        new("DELETE", Emoji + "/@me", call => Remove(call, world.Bot.Id)),
        new("DELETE", Emoji + "/{user}", RemoveOthers),
        new("GET", Emoji, List),
        new("DELETE", "/channels/{channel}/messages/{message}/reactions", Clear),
        new("DELETE", Emoji, Clear),
    ];

    private RestAnswer Add(RestCall call)
    {
        var channel = access.Channel(call.Id(0), Permission.ReadMessageHistory);
        BotAccess.RequireUnarchived(channel);
        var message = access.Message(channel, call.Id(1));
        var emoji = Known(call.Values[2]);
        if (!message.Reactions.Exists(reaction => reaction.Emoji == emoji))
        {
            access.Require(channel, Permission.AddReactions);
            if (message.Reactions.Count >= MessageLimits.ReactionKinds)
                throw new DiscordErrorException(400, 30010, "Maximum number of reactions reached (20)");
        }

        messages.React(message, world.Bot.Id, emoji);
        return RestAnswer.Nothing;
    }

    private RestAnswer RemoveOthers(RestCall call)
    {
        access.Channel(call.Id(0), Permission.ManageMessages);
        return Remove(call, call.Id(3));
    }

    private RestAnswer Remove(RestCall call, ulong userId)
    {
        var channel = access.Channel(call.Id(0));
        BotAccess.RequireUnarchived(channel);
        messages.Unreact(access.Message(channel, call.Id(1)), userId, Known(call.Values[2]));
        return RestAnswer.Nothing;
    }

    /// <summary>All, or all of one emoji.</summary>
    private RestAnswer Clear(RestCall call)
    {
        var channel = access.Channel(call.Id(0), Permission.ManageMessages);
        var message = access.Message(channel, call.Id(1));
        var emoji = call.Values.Length > 2 ? Known(call.Values[2]) : null;
        foreach (var reaction in message.Reactions.Where(reaction => emoji is null || reaction.Emoji == emoji).ToList())
        {
            foreach (var user in reaction.Users.ToList())
                messages.Unreact(message, user, reaction.Emoji);
        }

        return RestAnswer.Nothing;
    }

    private RestAnswer List(RestCall call)
    {
        var message = access.Message(access.Channel(call.Id(0)), call.Id(1));
        var emoji = Known(call.Values[2]);
        var users = message.Reactions.Find(reaction => reaction.Emoji == emoji)?.Users ?? [];
        return RestAnswer.Ok(DiscordJson.Array(users.Select(user => world.Users[user].ToJson())));
    }

    /// <summary>A character outside the letters, or <c>name:id</c>.</summary>
    private static string Known(string emoji)
    {
        var isCustom = emoji.Split(':') is [{ Length: > 0 }, var id] && ulong.TryParse(
            id, CultureInfo.InvariantCulture, out _);
        var isSymbol = emoji.EnumerateRunes().Any(rune => rune.Value > 0x2000 || rune.Value is 0xA9 or 0xAE)
            && emoji.EnumerateRunes().All(rune => !Rune.IsLetter(rune));
        return isCustom || isSymbol ? emoji : throw DiscordErrors.UnknownEmoji();
    }
}
