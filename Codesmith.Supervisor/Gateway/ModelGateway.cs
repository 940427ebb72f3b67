using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Supervisor.Workers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// A door of the sandboxes: a Unix socket for each user, behind which the model's API is found, and nothing else.
/// Whose request it is follows from the socket it arrived on.
/// </summary>
internal sealed class ModelGateway : ISandboxDoor, IAsyncDisposable
{
    private readonly Dictionary<string, UserSocket> _sockets = []; // by path; its own lock
    private readonly UserSocketTransport _transport = new();
    private readonly SocketConnectionContextFactory _connectionFactory;
    private readonly ILogger _log;
    private readonly RefusalLog _refusals;
    private readonly TimeProvider _clock;
    private readonly UpstreamModel _upstream;
    private readonly MeteredModel _model;
    private LocalHttpServer? _server;

    private ModelGateway(
        ModelGatewayOptions options,
        ICredentialSource credentials,
        UsageLedger usage,
        ILoggerFactory log,
        TimeProvider clock)
    {
        _clock = clock;
        _log = log.CreateLogger<ModelGateway>();
        _refusals = new RefusalLog(_log, clock);
        _connectionFactory = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions
            {
                MaxReadBufferSize = GatewayLimits.BufferBytes,
                MaxWriteBufferSize = GatewayLimits.BufferBytes,
            },
            log.CreateLogger<SocketConnectionContextFactory>());
        _upstream = new UpstreamModel(options, credentials, _refusals, _log);
        _model = new MeteredModel(_upstream, usage, _refusals, _log);
    }

    public static async Task<ModelGateway> StartAsync(
        ModelGatewayOptions options,
        ICredentialSource credentials,
        UsageLedger usage,
        ILoggerFactory log,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var gateway = new ModelGateway(options, credentials, usage, log, clock);
        var kestrelLog = new KestrelLog(
            log, (connection, status) => gateway._refusals.Malformed(SandboxUser.IdIn(connection), status));
        gateway._server = await LocalHttpServer.StartAsync(
            gateway._transport.EndPoint, gateway._transport, gateway.AnswerAsync, Limit, kestrelLog, cancellation)
            .ConfigureAwait(false);
        return gateway;
    }

    /// <summary>
    /// Listens for the sandbox of one user, until the result is disposed: the file is then gone and the
    /// connections are aborted. The folder of <paramref name="socketPath"/> decides who may connect.
    /// </summary>
    /// <exception cref="IOException">Something that is neither a socket nor a link is in the way.</exception>
    /// <exception cref="InvalidOperationException">The gateway listens there already.</exception>
    public IAsyncDisposable Open(string socketPath, UserId user)
    {
        lock (_sockets)
        {
            if (_sockets.ContainsKey(socketPath))
                throw new InvalidOperationException($"The gateway listens at {socketPath} already.");
            var socket = new UserSocket(socketPath, user.Value, _connectionFactory, _transport, _log, _refusals, _clock);
            _sockets.Add(socketPath, socket);
            _log.Opened(user.Value);
            return new OpenSocket(this, socketPath, socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        UserSocket[] open;
        lock (_sockets)
        {
            open = [.. _sockets.Values];
            _sockets.Clear();
        }

        foreach (var socket in open)
            await socket.DisposeAsync().ConfigureAwait(false);
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
        await _upstream.DisposeAsync().ConfigureAwait(false);
        _connectionFactory.Dispose();
    }

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = GatewayLimits.RequestBodyBytes;
        limits.MaxRequestLineSize = GatewayLimits.RequestLineBytes;
        limits.MaxRequestHeadersTotalSize = GatewayLimits.RequestHeadersBytes;
        limits.MaxRequestBufferSize = GatewayLimits.BufferBytes;
        limits.MaxResponseBufferSize = GatewayLimits.BufferBytes;
        limits.RequestHeadersTimeout = GatewayLimits.RequestHeaders;
    }

    private async ValueTask CloseAsync(string path, UserSocket socket)
    {
        // Closed before it is forgotten: its file is removed with it, and must not be a successor's.
        await socket.DisposeAsync().ConfigureAwait(false);
        lock (_sockets)
        {
            if (_sockets.TryGetValue(path, out var current) && current == socket)
                _sockets.Remove(path);
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        var user = context.Features.GetRequiredFeature<SandboxUser>().Id;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // An upgrade would turn the request into another one, and its connection into a tunnel.
        var route = context.Request.Headers.Upgrade.Count > 0
            ? new GatewayRoute.Refuse()
            : GatewayRoute.Of(context.Request.Method, target);
        switch (route)
        {
            case GatewayRoute.Hello:
                context.Response.StatusCode = StatusCodes.Status200OK;
                return Task.CompletedTask;
            case GatewayRoute.Forward forward:
                return _model.AnswerAsync(context, new UserId(user), forward);
            default:
                _refusals.Route(user, context.Request.Method, target);
                return GatewayErrors.Refused(context.Request.Method, target).WriteAsync(context);
        }
    }

    private sealed class OpenSocket(ModelGateway gateway, string path, UserSocket socket) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => gateway.CloseAsync(path, socket);
    }
}
