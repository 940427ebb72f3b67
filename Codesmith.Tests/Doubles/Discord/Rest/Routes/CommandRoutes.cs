using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

/// <summary>Registration of commands.</summary>
internal sealed class CommandRoutes(DiscordWorld world, BotAccess access, CommandBooks books)
{
    private const string Global = "/applications/{application}/commands";
    private const string OfGuild = "/applications/{application}/guilds/{guild}/commands";

    public IEnumerable<Route> All =>
    [
        new("GET", Global, call => List(call, books.Global)),
        new("PUT", Global, call => Overwrite(call, books.Global, guildId: null)),
        new("GET", OfGuild, call => List(call, books.Of(access.Guild(call.Id(1)).Id))),
        new("PUT", OfGuild, call => Overwrite(call, books.Of(access.Guild(call.Id(1)).Id), call.Id(1))),
    ];

    private RestAnswer List(RestCall call, CommandBook book)
    {
        RequireOwn(call);
        return RestAnswer.Ok(DiscordJson.Array(book.All.Select(command => command.DeepClone())));
    }

    private RestAnswer Overwrite(RestCall call, CommandBook book, ulong? guildId)
    {
        RequireOwn(call);
        CommandRules.Check(call.Body);
        book.Overwrite(call.Body, guildId, world);
        return List(call, book);
    }

    private void RequireOwn(RestCall call)
    {
        if (call.Id(0) != world.ApplicationId)
            throw DiscordErrors.MissingAccess();
    }
}
