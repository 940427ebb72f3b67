using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Gateway;
using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Codesmith.Tests.Gateway;

/// <summary>A gateway with an upstream that a test scripts, and clients as they sit in a sandbox.</summary>
internal sealed class GatewaySetup : IAsyncDisposable
{
    public const string Key = "sk-ant-the-shared-key";

    private readonly ConcurrentQueue<UpstreamRequest> _seen = new();
    private readonly string _usageFolder = Directory.CreateTempSubdirectory("gw-usage").FullName;
    private LocalHttpServer? _upstream;
    private UsageJournal? _journal;

    private GatewaySetup()
    {
    }

    public RecordedLog Log { get; } = new();

    /// <summary>What every user has; the shared key unless a test says otherwise.</summary>
    public FixedCredentials Credentials { get; } = new()
    {
        Now = new ModelCredential(CredentialKind.SharedKey, new Secret(Key)),
    };

    public Uri Upstream => _upstream!.Address;

    public ModelGateway Gateway { get; private set; } = null!;

    public UsageLedger Usage { get; private set; } = null!;

    /// <summary>The clock of budgets alone.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 20, 30, 0, TimeSpan.Zero));

    public string Folder { get; } = Directory.CreateTempSubdirectory("gw").FullName;

    /// <summary>What the upstream answers; an empty 200 unless a test says otherwise.</summary>
    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>What reached the upstream, in order of arrival.</summary>
    public IReadOnlyList<UpstreamRequest> Seen => [.. _seen];

    /// <param name="upstream">Instead of the scripted one.</param>
    /// <param name="prefix">Path before the API's own.</param>
    /// <param name="budget">Of each user and day; null for none.</param>
    public static async Task<GatewaySetup> StartAsync(
        Uri? upstream = null, string prefix = "", DailyBudget? budget = null)
    {
        var setup = new GatewaySetup();
        setup._upstream = await LocalHttpServer.StartOnLoopbackAsync(
            setup.AnswerAsync, limits => limits.MaxRequestBodySize = null, NullLoggerFactory.Instance, CancellationToken.None);
        setup._journal = new UsageJournal(setup._usageFolder, NullLogger.Instance);
        setup.Usage = new UsageLedger(setup._journal, budget ?? DailyBudget.Unlimited, setup.Clock);
        var options = new ModelGatewayOptions(upstream ?? new Uri(setup._upstream.Address, prefix));
        setup.Gateway = await ModelGateway.StartAsync(
            options, setup.Credentials, setup.Usage, setup.Log.Factory, TimeProvider.System, CancellationToken.None);
        return setup;
    }

    public string PathOf(string user) => Path.Combine(Folder, user + ".sock");

    public IAsyncDisposable Open(string user) => Gateway.Open(PathOf(user), new UserId(user));

    /// <summary>Speaks HTTP over the user's socket.</summary>
    public HttpClient ClientOf(string user) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) => new NetworkStream(await ConnectAsync(user, cancellation), ownsSocket: true),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    })
    {
        BaseAddress = new Uri("http://127.0.0.1:4000"),
        Timeout = Timeouts.MustNotHang,
    };

    public async Task<Socket> ConnectAsync(string user, CancellationToken cancellation = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(PathOf(user)), cancellation);
        return socket;
    }

    /// <summary>Sends bytes as they are and returns all that comes back until the gateway closes.</summary>
    public async Task<string> SendRawAsync(string user, string request)
    {
        using var patience = new CancellationTokenSource(Timeouts.MustNotHang);
        using var socket = await ConnectAsync(user, patience.Token);
        await using var stream = new NetworkStream(socket);
        using var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
        }
        catch (IOException)
        {
            // It has answered already: what came first was enough.
        }
        try
        {
            await stream.CopyToAsync(received, patience.Token);
        }
        catch (IOException)
        {
            // It closed without having read all.
        }
        return Encoding.UTF8.GetString(received.ToArray());
    }

    public static StringContent Json(string json = "{}") => new(json, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _upstream!.DisposeAsync();
        await _journal!.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(_usageFolder, recursive: true);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _seen.Enqueue(new UpstreamRequest(context.Request.Method, target, headers));
        return Answer(context);
    }
}

internal sealed record UpstreamRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers);
