using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>The worker's loop around a shell script that stands in for the agent, in a home of its own.</summary>
internal sealed class StandInAgent : IAsyncDisposable
{
    private readonly Channel<WorkerEvent> _events = Channel.CreateUnbounded<WorkerEvent>();
    private readonly string _root = Directory.CreateTempSubdirectory("codesmith-").FullName;

    private StandInAgent(string script)
    {
        var program = Path.Combine(_root, "agent");
        File.WriteAllText(program, "#!/bin/sh\n" + script);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.Combine(_root, "workspace"));
        Home = new ClaudeHome(Path.Combine(_root, "home"), Path.Combine(_root, "workspace"));
        Loop = new AgentLoop(
            Home,
            new AgentProgram(
                program, Path.Combine(_root, "workspace"),
                new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["STATUS"] = Home.StatusFolder }, new TerminalSize(80, 24)),
            happened => _events.Writer.TryWrite(happened), TimeProvider.System);
    }

    public AgentLoop Loop { get; }

    public ClaudeHome Home { get; }

    /// <param name="script">For /bin/sh; $STATUS is the folder of status files.</param>
    public static StandInAgent Of(string script) => new(script);

    /// <summary>Starts it, and says for it that its conversation begins.</summary>
    public async Task StartAsync()
    {
        await Loop.StartAsync(new AgentLaunch(SteppedAgent.Conversation, null, AgentCredential.Gateway)).WaitAsync(Timeouts.MustNotHang);
        await HookAsync(new HookEvent.SessionStart(SteppedAgent.Conversation, Home.TranscriptOf(SteppedAgent.Conversation), "startup"));
    }

    public Task<byte[]> HookAsync(HookEvent hook) =>
        Loop.OnHookAsync(hook, CancellationToken.None).WaitAsync(Timeouts.MustNotHang);

    public async Task<T> WaitForAsync<T>()
        where T : WorkerEvent
    {
        while (true)
        {
            var happened = await _events.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
            if (happened is T match)
                return match;
            if (happened is AgentExited exited)
                throw new AssertionException($"No {typeof(T).Name}, but {exited}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.DisposeAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
        Directory.Delete(_root, recursive: true);
    }
}
