using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// Kestrel without a web host around it: a host would read configuration files of the current folder and URLs
/// of the environment, and take over the terminal's signals.
/// </summary>
internal sealed class LocalHttpServer : IAsyncDisposable
{
    private static readonly CancellationToken AtOnce = new(canceled: true);

    private readonly KestrelServer _server;

    private LocalHttpServer(KestrelServer server) => _server = server;

    /// <summary>Where a server on loopback listens; undefined for another endpoint.</summary>
    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Listens on a free port of 127.0.0.1.</summary>
    public static Task<LocalHttpServer> StartOnLoopbackAsync(
        RequestDelegate answer, Action<KestrelServerLimits> limit, ILoggerFactory log, CancellationToken cancellation)
    {
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), log);
        return StartAsync(new IPEndPoint(IPAddress.Loopback, 0), sockets, answer, limit, log, cancellation);
    }

    /// <summary>Serves the connections that <paramref name="transport"/> accepts, as HTTP/1.1.</summary>
    public static async Task<LocalHttpServer> StartAsync(
        EndPoint endPoint,
        IConnectionListenerFactory transport,
        RequestDelegate answer,
        Action<KestrelServerLimits> limit,
        ILoggerFactory log,
        CancellationToken cancellation)
    {
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            ApplicationServices = new ServiceCollection().AddSingleton(log).BuildServiceProvider(),
        };
        limit(options.Limits);
        options.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        var server = new KestrelServer(Options.Create(options), transport, log);
        await server.StartAsync(new Application(answer), cancellation).ConfigureAwait(false);
        return new LocalHttpServer(server);
    }

    /// <summary>Aborts what is open: whoever closes the door does not wait for the guests.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(AtOnce).ConfigureAwait(false);
        _server.Dispose();
    }

    private sealed class Application(RequestDelegate answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => answer(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
