using System.Net.Sockets;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

/// <summary>The folder of the socket is writable by the sandbox: anything may be there.</summary>
internal sealed class WorkerLinkSocketTests
{
    private DirectoryInfo _folder = null!;
    private string _path = null!;

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("link-");
        _path = Path.Combine(_folder.FullName, "worker.sock");
    }

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task Socket_IsConnectedTo()
    {
        using var listener = Listen(_path);

        await using var stream = await WorkerLinkSocket.ConnectAsync(_path, default);

        using var peer = await listener.AcceptAsync();
        await stream.WriteAsync(new byte[] { 42 });
        var received = new byte[1];
        await peer.ReceiveAsync(received);
        Assert.That(received[0], Is.EqualTo(42));
    }

    [Test]
    public async Task PathLongerThanASocketAddress_IsConnectedTo()
    {
        var deep = Directory.CreateDirectory(Path.Combine(_folder.FullName, new string('x', 200)));
        using var listener = Listen(_path);
        File.Move(_path, Path.Combine(deep.FullName, "worker.sock"));

        await using var stream = await WorkerLinkSocket.ConnectAsync(Path.Combine(deep.FullName, "worker.sock"), default);
    }

    [Test]
    public void Link_ToARealSocket_IsRefused()
    {
        using var listener = Listen(_path + ".real");
        File.CreateSymbolicLink(_path, _path + ".real");

        AssertLost("not a socket");
    }

    [Test]
    public void File_IsRefused()
    {
        File.WriteAllText(_path, "");

        AssertLost("not a socket");
    }

    [Test]
    public void Folder_IsRefused()
    {
        Directory.CreateDirectory(_path);

        AssertLost("not a socket");
    }

    [Test]
    public void NamedPipe_IsRefused_WithoutWaitingForItsOtherEnd()
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", _path);
        made.WaitForExit();
        Assert.That(File.Exists(_path), Is.True);

        AssertLost("not a socket");
    }

    [Test]
    public void Nothing_IsRefused() => AssertLost("No such file");

    [Test]
    public void SocketNobodyListensOn_IsRefused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_path));

        AssertLost("refused");
    }

    [Test]
    public async Task FullQueue_IsRefused_WithoutWaiting()
    {
        using var listener = Listen(_path, backlog: 0);
        await using var first = await WorkerLinkSocket.ConnectAsync(_path, default);

        AssertLost("cannot be connected to");
    }

    private static Socket Listen(string path, int backlog = 8)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(backlog);
        return listener;
    }

    private void AssertLost(string reason) => Assert.That(
        async () => await WorkerLinkSocket.ConnectAsync(_path, default).WaitAsync(Timeouts.MustNotHang),
        Throws.TypeOf<WorkerLostException>().With.Message.Contains(reason));
}
