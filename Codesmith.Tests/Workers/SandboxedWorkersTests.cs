using System.Net.Sockets;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SandboxedWorkersTests : IAsyncDisposable
{
    private const string Listen =
        "perl -MSocket -e 'socket(S,AF_UNIX,SOCK_STREAM,0);bind(S,sockaddr_un(\"/run/codesmith/link/worker.sock\"));"
        + "listen(S,1);$|=1;print \"" + SandboxLayout.ReadyLine + "\\n\";accept(C,S);syswrite(C,\"inside\");sleep 1000'";

    private static readonly UserId Bob = new("bob");

    private static readonly string[] Opened = ["open bob model.sock", "open bob egress.sock"];

    private readonly SandboxFixture _fixture = new();
    private readonly List<string> _calls = [];
    private readonly SandboxedWorkers _workers;

    public SandboxedWorkersTests() =>
        _workers = new SandboxedWorkers(
            _fixture.Installation, _fixture.Launcher, new Door(_calls), new Door(_calls), ConnectAsync,
            TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Test]
    public async Task Worker_IsStartedBetweenItsSocketsAndEndedInReverse()
    {
        _fixture.WorkerIs(Listen);

        await using (await _workers.StartAsync(Bob, default).WaitAsync(Timeouts.MustNotHang))
            Assert.That(_calls, Is.EqualTo(Opened.Append("link says inside")));

        Assert.That(_calls.Skip(3), Is.EqualTo(new[] { "close link", "close egress.sock", "close model.sock" }));
    }

    [Test]
    public async Task SecondWorkerOfAUser_IsRefusedAndTheFirstGoesOn()
    {
        _fixture.WorkerIs(Listen);
        await using var first = await _workers.StartAsync(Bob, default);

        Assert.That(
            () => _workers.StartAsync(Bob, default),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("running session")
                .And.Property("IsFinal").True);
        Assert.That(_calls, Has.None.StartsWith("close"));
    }

    [Test]
    public async Task EndedWorker_MayBeStartedAgain()
    {
        _fixture.WorkerIs(Listen);
        await (await _workers.StartAsync(Bob, default)).DisposeAsync();
        await using var second = await _workers.StartAsync(Bob, default);
        Assert.That(_calls, Has.Exactly(2).EqualTo("link says inside"));
    }

    [Test]
    public async Task DisposingTwice_EndsOnceAndBothWait()
    {
        _fixture.WorkerIs(Listen);
        var worker = await _workers.StartAsync(Bob, default);
        await Task.WhenAll(worker.DisposeAsync().AsTask(), _workers.DisposeAsync().AsTask());
        Assert.That(_calls, Has.One.EqualTo("close link").And.One.EqualTo("close model.sock"));
    }

    [Test]
    public void WorkerThatFails_LeavesNothingOpen()
    {
        _fixture.WorkerIs("exit 3");

        Assert.That(
            () => _workers.StartAsync(Bob, default),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("exit code 3"));
        Assert.That(_calls, Is.EqualTo(Opened.Concat(["close egress.sock", "close model.sock"])));
    }

    [Test]
    public void ReadyWorkerWithoutASocket_IsLostAndLeavesNothingOpen()
    {
        _fixture.WorkerIs($"echo '{SandboxLayout.ReadyLine}'; sleep 1000");
        Assert.That(() => _workers.StartAsync(Bob, default), Throws.InstanceOf<WorkerLostException>());
        Assert.That(_calls, Is.EqualTo(Opened.Concat(["close egress.sock", "close model.sock"])));
    }

    /// <summary>Such as a name that is no text: nothing that .NET could remove.</summary>
    [Test]
    public async Task WhatAnEarlierRunLeft_IsRemovedAllTheSame()
    {
        string run;
        await using (var folders = new UserFolders(_fixture.Installation.DataRoot).Prepare(Bob))
        {
            run = folders.RunFolder;
            using var made = System.Diagnostics.Process.Start(
                "/bin/sh", ["-c", "mkdir -p \"$0\"/$(printf '\\377')/x", folders.LinkFolder]);
            await made.WaitForExitAsync().WaitAsync(Timeouts.MustNotHang);
        }
        _fixture.WorkerIs(Listen);

        await using var worker = await _workers.StartAsync(Bob, default).WaitAsync(Timeouts.MustNotHang);

        Assert.That(Directory.GetDirectories(run, $"*{UserFolderSet.AsideMark}*"), Is.Empty);
    }

    [Test]
    public void FolderThatEverybodyMayWrite_IsNotRunFrom()
    {
        _fixture.WorkerIs(Listen);
        File.SetUnixFileMode(_fixture.WorkerFolder, (UnixFileMode)0b111_111_111);
        Assert.That(
            () => _workers.StartAsync(Bob, default),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains($"chmod o-w {_fixture.WorkerFolder}"));
        Assert.That(_calls, Is.Empty);
    }

    private async Task<IWorkerLink> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new WorkerLostException(exception.Message, exception);
        }
        var heard = new byte["inside".Length];
        await socket.ReceiveAsync(heard, cancellationToken);
        _calls.Add($"link says {System.Text.Encoding.ASCII.GetString(heard)}");
        return new Link(_calls);
    }

    private sealed class Door(List<string> calls) : ISandboxDoor
    {
        public IAsyncDisposable Open(string socketPath, UserId user)
        {
            calls.Add($"open {user} {Path.GetFileName(socketPath)}");
            return new OnDispose(() => calls.Add($"close {Path.GetFileName(socketPath)}"));
        }
    }

    private sealed class OnDispose(Action action) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            action();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Link(List<string> calls) : IWorkerLink
    {
        public IAsyncEnumerable<NumberedEvent> ReadEventsAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task SendAsync(WorkerRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<ScreenCapture> CaptureScreenAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask DisposeAsync()
        {
            calls.Add("close link");
            return ValueTask.CompletedTask;
        }
    }
}
