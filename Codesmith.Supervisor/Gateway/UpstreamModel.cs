using System.Net;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Codesmith.Supervisor.Gateway;

/// <summary>The model on the far side: hands requests over and streams the answers back, unbuffered both ways.</summary>
internal sealed class UpstreamModel : IAsyncDisposable
{
    private static readonly ForwarderRequestConfig Forwarding = new()
    {
        ActivityTimeout = GatewayLimits.Silence,
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    private readonly ILogger _log;
    private readonly RefusalLog _refusals;
    private readonly ICredentialSource _credentials;
    private readonly GatewayTransformer _transformer = new();
    private readonly ServiceProvider _forwarderServices;
    private readonly IHttpForwarder _forwarder;
    private readonly HttpMessageInvoker _client;
    private readonly string _baseAddress;

    public UpstreamModel(ModelGatewayOptions options, ICredentialSource credentials, RefusalLog refusals, ILogger log)
    {
        _credentials = credentials;
        _refusals = refusals;
        _log = log;
        // The forwarder would log every request; what matters of that is in GatewayLog, with the user's name.
        _forwarderServices = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddLogging()
            .AddHttpForwarder()
            .BuildServiceProvider();
        _forwarder = _forwarderServices.GetRequiredService<IHttpForwarder>();
        _baseAddress = options.Upstream.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // HTTPS_PROXY and its like count, but a model on this machine is not looked for elsewhere.
            UseProxy = !options.Upstream.IsLoopback,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = GatewayLimits.Connect,
            PooledConnectionLifetime = GatewayLimits.UpstreamConnectionAge,
            EnableMultipleHttp2Connections = true,
        });
    }

    /// <summary>Answers the request with the upstream's answer, or with the reason why there is none.</summary>
    /// <returns>Whether the client stayed to the end.</returns>
    public async Task<bool> AnswerAsync(HttpContext context, string userId, string pathAndQuery)
    {
        try
        {
            context.Features.Set(_credentials.Of(new UserId(userId)));
        }
        catch (NoCredentialException nothing)
        {
            await GatewayErrors.NoCredential(nothing.Message).WriteAsync(context).ConfigureAwait(false);
            return true;
        }

        var error = await _forwarder
            .SendAsync(context, _baseAddress + pathAndQuery, _client, Forwarding, _transformer).ConfigureAwait(false);
        if (error == ForwarderError.None || IsClients(error, context))
            return error == ForwarderError.None;

        var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        var causeName = cause?.GetBaseException().GetType().Name ?? "no cause";
        if (context.Response.HasStarted)
        {
            _log.BrokeOff(userId, error.ToString(), causeName);
            return true;
        }

        var answer = GatewayErrors.Of(error, cause);
        _refusals.Unanswered(userId, answer, error.ToString(), causeName);
        await answer.WriteAsync(context).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Whether the client left. The request's token alone does not say so: the forwarder aborts the request itself when
    /// the upstream breaks off.
    /// </summary>
    private static bool IsClients(ForwarderError error, HttpContext context) => error switch
    {
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled
            or ForwarderError.ResponseBodyClient => true,
        // A body that is no proper one is the client's, too, but it waits for the answer.
        ForwarderError.RequestBodyClient => context.RequestAborted.IsCancellationRequested,
        _ => false,
    };

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _forwarderServices.DisposeAsync();
    }
}
