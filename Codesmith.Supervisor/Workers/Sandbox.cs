using System.Diagnostics;
using System.Globalization;

namespace Codesmith.Supervisor.Workers;

/// <summary>A running sandbox. Disposing kills everything in it and returns when nothing of it is left.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _reading = new();

    /// <param name="process">Bubblewrap, just started, with its streams redirected.</param>
    /// <param name="onOutput">Takes its lines, see <see cref="OutputLines"/>.</param>
    /// <param name="onError">Takes its lines on standard error.</param>
    /// <param name="clock">For the grace of the teardown.</param>
    public Sandbox(Process process, Action<string> onOutput, Action<string> onError, TimeProvider clock)
    {
        _process = process;
        _clock = clock;
        OutputEnded = Task.WhenAll(
            new OutputLines(process.StandardOutput.BaseStream, onOutput, clock).ReadAsync(_reading.Token),
            new OutputLines(process.StandardError.BaseStream, onError, clock).ReadAsync(_reading.Token));
        Exited = WaitForExitAsync();
    }

    /// <summary>Bubblewrap's exit code, once it is gone: the program's, or 128 and the signal that ended it.</summary>
    public Task<int> Exited { get; }

    /// <summary>Ends when all that was printed has been taken.</summary>
    public Task OutputEnded { get; }

    /// <summary>Bubblewrap's process id on the host.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Writes a line to the program's standard input, if it was started with one.</summary>
    /// <exception cref="IOException">It does not read any more.</exception>
    public async Task SendLineAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteAsync((line + "\n").AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>Kills everything in it. Does not wait for that.</summary>
    public void Kill()
    {
        // The first process inside is killed, not bubblewrap: then the kernel ends all others of its namespace,
        // and bubblewrap leaves when that is done. Killing bubblewrap has the same end, but nothing to wait for.
        // One that has ended has given its process id back, perhaps to a stranger.
        if (!Exited.IsCompleted && !KillFirstProcessInside())
            KillBubblewrap();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        try
        {
            await Exited.WaitAsync(SandboxLimits.Teardown, _clock);
        }
        catch (TimeoutException)
        {
            KillBubblewrap();
            await Exited;
        }
        await _reading.CancelAsync();
        await OutputEnded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _reading.Dispose();
        _process.Dispose();
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private bool KillFirstProcessInside()
    {
        try
        {
            var children = File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children");
            if (!int.TryParse(children.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var child))
                return false;
            using var first = Process.GetProcessById(child);
            first.Kill();
            return true;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or InvalidOperationException)
        {
            // Gone already, or a kernel that does not list children.
            return false;
        }
    }

    private void KillBubblewrap()
    {
        if (!_process.HasExited)
            _process.Kill();
    }
}
