using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>The sessions and connections of the bot.</summary>
internal sealed class GatewayServer(DiscordWorld world, Ledger ledger, DiscordDoubleOptions options)
{
    private const string IdentifyPath = "/gateway";
    private const string ResumePath = "/resume/";

    private readonly Dictionary<string, GatewaySession> _sessions = [];
    private readonly List<GatewayConnection> _connections = [];

    public IdentifyLimits Identifies { get; } = new(world.Clock, options.MaxConcurrency, options.IdentifyWindow);

    public GatewayFaults Faults { get; } = new();

    /// <summary>Without a path, as <c>ws://127.0.0.1:1234</c>.</summary>
    public string Origin { get; set; } = "";

    public string IdentifyUrl => Origin + IdentifyPath;

    public IReadOnlyList<GatewayConnection> Connections
    {
        get
        {
            lock (world.Gate)
                return [.. _connections];
        }
    }

    public static bool Owns(PathString path) =>
        path.StartsWithSegments(IdentifyPath, StringComparison.Ordinal)
        || path.Value!.StartsWith(ResumePath, StringComparison.Ordinal);

    /// <summary>Serves one connection to its end.</summary>
    public async Task AcceptAsync(HttpContext context)
    {
        if (Faults.RefusesUpgrades || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = Faults.RefusesUpgrades ? 503 : 400;
            return;
        }

        var query = context.Request.Query;
        if (query["encoding"] != "json" || query["compress"] is not ([] or ["zlib-stream"]))
        {
            ledger.Violate(
                $"gateway: encoding json and compress zlib-stream are spoken, not {context.Request.QueryString}");
            context.Response.StatusCode = 400;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var connection = new GatewayConnection(socket, context, this, world, ledger, options);
        lock (world.Gate)
            _connections.Add(connection);
        world.Changes.Tell();
        try
        {
            await connection.RunAsync(query["v"] == "10").ConfigureAwait(false);
        }
        finally
        {
            lock (world.Gate)
            {
                _connections.Remove(connection);
                Release(connection);
            }

            world.Changes.Tell();
        }
    }

    /// <summary>Under the world's lock.</summary>
    public void Dispatch(DispatchEvent happened)
    {
        if (happened.Channel is { } channel && !Access.CanSee(world, channel, world.Bot.Id))
            return;
        foreach (var arriving in Faults.Distort(happened))
        {
            foreach (var session in _sessions.Values)
                session.Deliver(arriving);
        }
    }

    /// <summary>Begins a session with READY and the guilds. Under the world's lock.</summary>
    public void Identify(GatewayConnection connection, Intent intents)
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var session = new GatewaySession(
            id, intents, ResumePath + RandomNumberGenerator.GetHexString(8, lowercase: true));
        _sessions.Add(id, session);
        connection.Session = session;
        session.Attach(connection, after: 0);
        session.Deliver(new DispatchEvent("READY", Ready(session), Intent.None));
        foreach (var guild in Faults.WithholdsGuilds ? [] : Guilds())
            session.Deliver(GuildJson.Event(world, guild));
        world.Changes.Tell();
    }

    /// <summary>False if the session is gone. Under the world's lock.</summary>
    public bool TryResume(GatewayConnection connection, string sessionId, int sequence)
    {
        if (!_sessions.TryGetValue(sessionId, out var session) || !session.CanReplayAfter(sequence)
            || session.Connection is null && world.Now - session.DisconnectedAt > GatewayLimits.SessionLife)
        {
            _sessions.Remove(sessionId);
            return false;
        }

        if (connection.Path != session.ResumePath)
            ledger.Violate($"gateway: RESUME on {connection.Path}, not on the resume_gateway_url");
        session.Connection?.Drop();
        connection.Session = session;
        session.Attach(connection, sequence);
        session.Deliver(new DispatchEvent("RESUMED", [], Intent.None));
        world.Changes.Tell();
        return true;
    }

    public int? SequenceOf(string sessionId) =>
        _sessions.TryGetValue(sessionId, out var session) ? session.Sequence : null;

    public void Forget(GatewaySession session) => _sessions.Remove(session.Id);

    public void ForgetAll() => _sessions.Clear();

    private void Release(GatewayConnection connection)
    {
        if (connection.Session is not { } session || session.Connection != connection)
            return;
        session.Detach(world.Now);
        if (connection.EndsSession)
            Forget(session);
    }

    public static bool IsResumePath(string path) => path.StartsWith(ResumePath, StringComparison.Ordinal);

    private IEnumerable<Guild> Guilds() => world.Guilds.Values.Where(guild => guild.Members.ContainsKey(world.Bot.Id));

    private JsonObject Ready(GatewaySession session) => new()
    {
        ["v"] = 10,
        ["user"] = world.Bot.ToJson(),
        ["guilds"] = DiscordJson.Array(Guilds().Select(
            guild => new JsonObject { ["id"] = DiscordJson.Text(guild.Id), ["unavailable"] = true })),
        ["session_id"] = session.Id,
        ["session_type"] = "normal",
        ["resume_gateway_url"] = Origin + session.ResumePath,
        ["shard"] = new JsonArray(0, 1),
        ["application"] = new JsonObject
        {
            ["id"] = DiscordJson.Text(world.ApplicationId),
            ["flags"] = world.ApplicationFlags,
        },
        ["private_channels"] = new JsonArray(),
    };
}
