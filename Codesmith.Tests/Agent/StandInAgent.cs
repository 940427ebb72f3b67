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
    /// <summary>
    /// <c>status idle</c> and the like: what the real one writes of itself, whole at once.
    /// </summary>
    private const string Prelude = """
        #!/bin/sh
        status() {
            printf '{"status":"%s","version":"7"}' $1 > $STATUS/new
            mv $STATUS/new $STATUS/$$.json
        }

        """;

    private readonly Channel<WorkerEvent> _events = Channel.CreateUnbounded<WorkerEvent>();

    private StandInAgent(string script)
    {
        Program = Path.Combine(Root, "agent");
        File.WriteAllText(Program, Prelude + script);
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.Combine(Root, "workspace"));
        Home = new ClaudeHome(Path.Combine(Root, "home"), Path.Combine(Root, "workspace"));
        Loop = new AgentLoop(
            Home,
            new AgentProgram(
                Program, Path.Combine(Root, "workspace"),
                new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["STATUS"] = Home.StatusFolder }, new TerminalSize(80, 24)),
            happened => _events.Writer.TryWrite(happened), TimeProvider.System);
    }

    /// <summary>The folder above home and workspace.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("codesmith-").FullName;

    public string Program { get; }

    public AgentLoop Loop { get; }

    public ClaudeHome Home { get; }

    /// <param name="script">For /bin/sh, with the commands of the prelude; $STATUS is the folder of status files.</param>
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
        Directory.Delete(Root, recursive: true);
    }
}
