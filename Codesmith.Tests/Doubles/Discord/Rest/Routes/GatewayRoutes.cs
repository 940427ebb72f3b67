using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Gateway;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

/// <summary>Where the gateway is.</summary>
internal sealed class GatewayRoutes(GatewayServer gateway)
{
    public IEnumerable<Route> All =>
    [
        new("GET", "/gateway", _ => RestAnswer.Ok(new JsonObject { ["url"] = gateway.IdentifyUrl }))
        {
            NeedsNoAuthorization = true,
        },
        new("GET", "/gateway/bot", _ => RestAnswer.Ok(ForBots())),
    ];

    private JsonObject ForBots() => new()
    {
        ["url"] = gateway.IdentifyUrl,
        ["shards"] = 1,
        ["session_start_limit"] = gateway.Identifies.ToJson(),
    };
}
