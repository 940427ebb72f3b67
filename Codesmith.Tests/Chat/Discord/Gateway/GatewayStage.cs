using System.Threading.Channels;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using Codesmith.Supervisor.Credentials;
using Codesmith.Tests.Gateway;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>A client whose clock, chance and network are the test's.</summary>
internal sealed class GatewayStage : IAsyncDisposable
{
    public const string Token = "the.token.of-the-bot";

    private readonly Channel<ScriptedSocket> _sockets = Channel.CreateUnbounded<ScriptedSocket>();
    private readonly CancellationTokenSource _cancellation = new();

    public GatewayStage()
    {
        Settings = new GatewaySettings(new Secret(Token), 37377, Clock, Chance, Log.Factory.CreateLogger("gateway"));
        Client = new GatewayClient(Settings, AskAsync, OpenAsync);
    }

    public FakeTimeProvider Clock { get; } = new();

    public FixedRandom Chance { get; } = new();

    public RecordedLog Log { get; } = new();

    public RecordedHandler Handler { get; } = new();

    public GatewaySettings Settings { get; }

    public GatewayClient Client { get; }

    /// <summary>How often the address was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>The addresses that were tried, in order.</summary>
    public List<Uri> Tried { get; } = [];

    /// <summary>What asking for the address gives.</summary>
    public Func<GatewayAddress> Address { get; set; } =
        () => AddressWith(new SessionStartLimit(1000, 1000, TimeSpan.FromHours(4), 1));

    /// <summary>Whether an address connects.</summary>
    public Func<Uri, bool> Connects { get; set; } = _ => true;

    /// <summary>The client's run, once started.</summary>
    public Task<GatewayEnd.Fatal> Run { get; private set; } = null!;

    public static GatewayAddress AddressWith(SessionStartLimit limit) => new(new Uri("wss://gateway.example"), limit);

    public void Start() => Run = Client.RunAsync(Handler, _cancellation.Token);

    /// <summary>The socket that is opened next.</summary>
    public Task<ScriptedSocket> SocketAsync() => _sockets.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);

    /// <summary>No further socket is opened.</summary>
    public async Task ExpectNoSocketAsync()
    {
        await Task.Delay(Timeouts.NothingHappens, TimeProvider.System);
        Assert.That(_sockets.Reader.TryPeek(out _), Is.False);
    }

    /// <summary>Starts, and identifies; READY is left to the test.</summary>
    public async Task<ScriptedSocket> GreetAsync()
    {
        Start();
        var socket = await SocketAsync();
        await socket.HelloAsync();
        Assert.That((await socket.SentAsync()).GetProperty("op").GetInt32(), Is.EqualTo(2));
        return socket;
    }

    /// <summary>Starts, and comes as far as READY with sequence 1 of session s1.</summary>
    public async Task<ScriptedSocket> ConnectAsync()
    {
        var socket = await GreetAsync();
        await socket.ReadyAsync();
        await Handler.StateAsync<GatewayState.Ready>();
        return socket;
    }

    /// <summary>Lets the pause after a loss go by.</summary>
    /// <returns>Why it was lost.</returns>
    public async Task<string> PauseAsync()
    {
        var lost = await Handler.StateAsync<GatewayState.Lost>();
        Clock.Advance(GatewayLimits.LongestPause);
        return lost.Reason;
    }

    /// <summary>Lets the pause go by, and greets the next socket.</summary>
    /// <returns>The socket, and the operation that came.</returns>
    public async Task<(ScriptedSocket Socket, int Operation)> ReconnectAsync()
    {
        await PauseAsync();
        var socket = await SocketAsync();
        await socket.HelloAsync();
        return (socket, (await socket.SentAsync()).GetProperty("op").GetInt32());
    }

    public void Cancel() => _cancellation.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync();
        if (Run is not null)
            await ((Task)Run).WaitAsync(Timeouts.MustNotHang).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(Run?.IsCompleted, Is.Not.False, "it ends when it is cancelled");
        Assert.That(Log.Text, Does.Not.Contain(Token));
        _cancellation.Dispose();
    }

    private Task<GatewayAddress> AskAsync(CancellationToken cancellation)
    {
        Asked++;
        return Task.FromResult(Address());
    }

    private Task<IGatewaySocket> OpenAsync(Uri url, CancellationToken cancellation)
    {
        Tried.Add(url);
        if (!Connects(url))
            throw new GatewaySocketException("Discord's gateway cannot be reached (Scripted).");
        var socket = new ScriptedSocket(url);
        _sockets.Writer.TryWrite(socket);
        return Task.FromResult<IGatewaySocket>(socket);
    }
}
