using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Codesmith.Supervisor.Egress;

namespace Codesmith.Tests.Doubles;

/// <summary>
/// Names with the addresses a test gives them, and a network on which every address that is dialed is one and the same
/// server on loopback: so addresses are checked as they are for users.
/// </summary>
internal sealed class TestNetwork : IHostResolver, IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _names = new();
    private readonly ConcurrentQueue<string> _dialed = new();
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public TestNetwork()
    {
        _server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _server.Listen();
    }

    /// <summary>The addresses that were connected to, in order.</summary>
    public IReadOnlyList<string> Dialed => [.. _dialed];

    /// <summary>Runs before each lookup; may wait.</summary>
    public Func<Task> BeforeLookup { get; set; } = () => Task.CompletedTask;

    /// <param name="host">The name.</param>
    /// <param name="answers">One for each lookup: addresses with spaces between them. The last one stays.</param>
    public void Name(string host, params IEnumerable<string> answers) => _names[host] = new(answers);

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host)
    {
        await BeforeLookup();
        if (!_names.TryGetValue(host, out var answers) || !answers.TryPeek(out var answer))
            throw new SocketException((int)SocketError.HostNotFound);
        if (answers.Count > 1)
            answers.TryDequeue(out _);
        return [.. answer.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
    }

    public async Task<Socket> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        _dialed.Enqueue(address.ToString());
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_server.LocalEndPoint!, cancellationToken);
        return socket;
    }

    /// <summary>The server's end of the next connection.</summary>
    public Task<Socket> AcceptAsync() => _server.AcceptAsync().WaitAsync(Timeouts.MustNotHang);

    public void Dispose() => _server.Dispose();
}
