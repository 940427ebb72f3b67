using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Sessions;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Gateway;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Codesmith.Tests.Egress;

/// <summary>A proxy with alice's door open, between clients as in her sandbox and a network that a test scripts.</summary>
internal sealed class EgressSetup : IAsyncDisposable
{
    public const string PublicAddress = "93.184.215.14";
    public const string Established = "HTTP/1.1 200 Connection established\r\n\r\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly IAsyncDisposable _door;

    public EgressSetup(EgressMode mode = EgressMode.AllowList)
    {
        var options = new EgressOptions(mode, [HostPattern.Read("listed.example")!], UsersMayAllow: true);
        Proxy = new EgressProxy(
            options, Network, Network.DialAsync, AskAsync, Log.Factory.CreateLogger<EgressProxy>(), Clock);
        _door = Proxy.Open(Path, new UserId("alice"));
        Network.Name("listed.example", PublicAddress);
    }

    public EgressProxy Proxy { get; }

    public TestNetwork Network { get; } = new();

    public RecordedLog Log { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public string Path => _folder.At("egress.sock");

    /// <summary>What users answer; they allow everything unless a test says otherwise.</summary>
    public Func<string, CancellationToken, Task<HostVerdict>> Answer { get; set; } =
        (_, _) => Task.FromResult(HostVerdict.Allowed);

    /// <summary>Who was asked about which host.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public async Task<Socket> DialAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path));
        return socket;
    }

    /// <summary>Sends bytes as they are and returns all that comes back until the proxy closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var client = await DialAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes(request));
        return await ReadToEndAsync(client);
    }

    public static string Connect(string target) => $"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n";

    public static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(Timeouts.MustNotHang);
        using var received = new MemoryStream();
        var chunk = new byte[EgressLimits.ChunkBytes];
        while (await socket.ReceiveAsync(chunk, patience.Token) is var count and > 0)
            received.Write(chunk, 0, count);
        return Encoding.Latin1.GetString(received.ToArray());
    }

    /// <summary>Reads just so much.</summary>
    public static async Task<string> ReadAsync(Socket socket, int count)
    {
        await using var stream = new NetworkStream(socket);
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Timeouts.MustNotHang);
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Lets time pass until it is done. What has to be in time has to be there before.</summary>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> task)
    {
        var bounded = task.WaitAsync(Timeouts.MustNotHang);
        while (!bounded.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(Timeouts.StepOfAClock, TimeProvider.System);
        }

        return await bounded;
    }

    public ValueTask CloseDoorAsync() => _door.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        Network.Dispose();
        _folder.Dispose();
    }

    private Task<HostVerdict> AskAsync(UserId user, string host, CancellationToken cancellationToken)
    {
        _asked.Enqueue($"{user} {host}");
        return Answer(host, cancellationToken);
    }
}
