using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.Pty;

/// <summary>A script of /bin/sh on a terminal, with what it wrote.</summary>
internal sealed class ShellTerminal : IAsyncDisposable
{
    public static readonly TerminalSize Size = new(80, 24);

    private ShellTerminal(TerminalRecorder recorder, TerminalProcess process)
    {
        Recorder = recorder;
        Process = process;
    }

    public TerminalRecorder Recorder { get; }

    public TerminalProcess Process { get; }

    public string[] Lines => Recorder.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    public static TerminalCommand Command(string script, params string[] arguments)
    {
        Dictionary<string, string> environment = new() { ["PATH"] = "/usr/bin:/bin", ["TERM"] = "xterm-256color" };
        return new TerminalCommand("/bin/sh", ["-c", script, "sh", .. arguments], environment, "/", Size);
    }

    public static ShellTerminal Start(string script, params string[] arguments)
    {
        return Start(Command(script, arguments), TimeProvider.System);
    }

    public static ShellTerminal Start(TerminalCommand command, TimeProvider clock)
    {
        TerminalRecorder recorder = new();
        return new ShellTerminal(recorder, TerminalProcess.Start(command, recorder, clock));
    }

    /// <summary>Runs a script to its end; it must exit with 0.</summary>
    public static async Task<string[]> RunAsync(string script)
    {
        return await RunAsync(Command(script));
    }

    public static async Task<string[]> RunAsync(TerminalCommand command)
    {
        await using ShellTerminal shell = Start(command, TimeProvider.System);
        Assert.That(await shell.EndAsync(), Is.EqualTo(new TerminalExit.Exited(0)), shell.Recorder.Text);
        return shell.Lines;
    }

    public Task<TerminalExit> EndAsync()
    {
        return Process.Completion.WaitAsync(Timeouts.MustNotHang);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
    }
}
