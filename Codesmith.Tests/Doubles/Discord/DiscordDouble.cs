using Codesmith.Supervisor.Gateway;
using Codesmith.Tests.Doubles.Discord.Faults;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using Codesmith.Tests.Doubles.Discord.Rest;
using Codesmith.Tests.Doubles.Discord.Rest.Routes;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Codesmith.Tests.Doubles.Discord;

/// <summary>
/// A Discord on loopback, as strict as the real one: REST, gateway, people. What a client does that Discord would not
/// accept is in <see cref="Violations"/>, which tests assert to be empty.
/// </summary>
internal sealed partial class DiscordDouble : IAsyncDisposable
{
    private readonly DiscordDoubleOptions _options;
    private readonly DiscordWorld _world;
    private readonly Ledger _ledger;
    private readonly MessageBoard _messages;
    private readonly ChannelBoard _channels;
    private readonly CommandBooks _commands = new();
    private readonly InteractionBoard _interactions;
    private readonly GatewayServer _gateway;
    private readonly RateLimiter _limiter;
    private readonly RestApi _api;
    private LocalHttpServer? _server;

    private DiscordDouble(DiscordDoubleOptions options)
    {
        _options = options;
        _world = new DiscordWorld(options.Clock);
        _ledger = new Ledger(_world.Changes);
        _messages = new MessageBoard(_world);
        _channels = new ChannelBoard(_world, _messages);
        _interactions = new InteractionBoard(_world, _ledger, options.FirstCallback);
        _gateway = new GatewayServer(_world, _ledger, options);
        _world.Dispatch = _gateway.Dispatch;
        _limiter = new RateLimiter(options.Clock, options.RateLimits);
        _api = new RestApi(_world, _ledger, new RouteTable(Routes()), _limiter, Faults, options);
    }

    /// <summary>In the place of <c>https://discord.com/api/v10</c>.</summary>
    public Uri ApiBase => new(_server!.Address, RestApi.Base);

    /// <summary>Without the prefix <c>Bot</c>.</summary>
    public string Token => _options.Token;

    public ulong ApplicationId => _world.ApplicationId;

    public ulong BotId => _world.Bot.Id;

    public IReadOnlyList<string> Violations => _ledger.Violations;

    /// <summary>Also among the violations.</summary>
    public IReadOnlyList<string> UnhandledRoutes => _ledger.UnhandledRoutes;

    /// <summary>Also among the violations.</summary>
    public IReadOnlyList<string> LateInteractions => _ledger.LateInteractions;

    public IReadOnlyList<SentTooManyRequests> TooManyRequests => _ledger.TooManyRequests;

    /// <summary>The last requests, oldest first.</summary>
    public IReadOnlyList<HandledRequest> Requests => _ledger.Requests;

    /// <summary>By route, all since the start.</summary>
    public IReadOnlyDictionary<string, int> RequestCounts => _ledger.RequestCounts;

    /// <summary>Answers that count towards Cloudflare's ban.</summary>
    public int InvalidRequests => _limiter.InvalidRequests;

    /// <summary>What goes wrong with the next requests.</summary>
    public RestFaults Faults { get; } = new();

    /// <summary>What goes wrong with the next events and connections.</summary>
    public GatewayFaults GatewayFaults => _gateway.Faults;

    /// <summary>The live gateway connections: each can be dropped, closed, or made a zombie.</summary>
    public IReadOnlyList<GatewayConnection> Connections => _gateway.Connections;

    public static async Task<DiscordDouble> StartAsync(DiscordDoubleOptions? options = null)
    {
        var discord = new DiscordDouble(options ?? new DiscordDoubleOptions());
        var webSockets = new WebSocketMiddleware(
            discord.AnswerAsync,
            Options.Create(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan }),
            NullLoggerFactory.Instance);
        discord._server = await LocalHttpServer
            .StartOnLoopbackAsync(
                webSockets.Invoke,
                limits => limits.MaxRequestBodySize = null,
                NullLoggerFactory.Instance,
                CancellationToken.None)
            .ConfigureAwait(false);
        discord._world.Cdn = new Uri(discord._server.Address, "/");
        discord._gateway.Origin = $"ws://{discord._server.Address.Authority}";
        return discord;
    }

    public async ValueTask DisposeAsync()
    {
        _interactions.Dispose();
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments(RestApi.Base, StringComparison.Ordinal))
            await _api.AnswerAsync(context).ConfigureAwait(false);
        else if (GatewayServer.Owns(path))
            await _gateway.AcceptAsync(context).ConfigureAwait(false);
        else
            await AnswerFileAsync(context).ConfigureAwait(false);
    }

    /// <summary>The CDN: only whole signed addresses find something.</summary>
    private async Task AnswerFileAsync(HttpContext context)
    {
        Attachment? file;
        lock (_world.Gate)
            file = _world.Files.GetValueOrDefault(context.Request.Path.ToUriComponent() + context.Request.QueryString);
        if (file is null)
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Content.Length;
        await context.Response.Body.WriteAsync(file.Content, context.RequestAborted).ConfigureAwait(false);
    }

    private IEnumerable<Route> Routes()
    {
        var access = new BotAccess(_world);
        var callbacks = new InteractionCallbacks(_world, _messages, _interactions);
        return
        [
            .. new GatewayRoutes(_gateway).All,
            .. new UserRoutes(_world, _channels).All,
            .. new GuildRoutes(access, _world).All,
            .. new ChannelRoutes(_world, access, _channels, _limiter).All,
            .. new MessageRoutes(_world, access, _messages, _channels, _limiter).All,
            .. new PinRoutes(_world, access, _messages).All,
            .. new ReactionRoutes(_world, access, _messages).All,
            .. new ThreadRoutes(_world, access, _channels).All,
            .. new InteractionRoutes(_world, _messages, _interactions, callbacks).All,
            .. new CommandRoutes(_world, access, _commands).All,
        ];
    }
}
