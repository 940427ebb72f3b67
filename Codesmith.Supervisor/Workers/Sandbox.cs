using System.Diagnostics;
using System.Globalization;

namespace Codesmith.Supervisor.Workers;

/// <summary>A running sandbox. Disposing kills everything in it and returns when nothing of it is left.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task outputEnded;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource reading;

    /// <param name="process">Bubblewrap.</param>
    /// <param name="outputEnded">The reading of its output.</param>
    /// <param name="reading">Ends that reading.</param>
    /// <param name="clock">For the grace of the teardown.</param>
    public Sandbox(Process process, Task outputEnded, CancellationTokenSource reading, TimeProvider clock)
    {
        this.process = process;
        this.outputEnded = outputEnded;
        this.reading = reading;
        this.clock = clock;
        Exited = WaitForExitAsync();
    }

    /// <summary>Bubblewrap's exit code, once it is gone: the program's, or 128 and the signal that ended it.</summary>
    public Task<int> Exited { get; }

    /// <summary>Bubblewrap's process id on the host.</summary>
    public int ProcessId => process.Id;

    public async ValueTask DisposeAsync()
    {
        // The first process inside is killed, not bubblewrap: then the kernel ends all others of its namespace,
        // and bubblewrap leaves when that is done. Killing bubblewrap has the same end, but nothing to wait for.
        if (!KillFirstProcessInside())
            KillBubblewrap();
        try
        {
            await Exited.WaitAsync(SandboxLimits.Teardown, clock);
        }
        catch (TimeoutException)
        {
            KillBubblewrap();
            await Exited;
        }
        await reading.CancelAsync();
        await outputEnded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        reading.Dispose();
        process.Dispose();
    }

    private async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private bool KillFirstProcessInside()
    {
        try
        {
            var children = File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children");
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
        if (!process.HasExited)
            process.Kill();
    }
}
