using System.ComponentModel;
using System.Diagnostics;
using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Workers;

/// <summary>Starts sandboxes. Disposing kills those that still run.</summary>
internal sealed partial class SandboxLauncher(TimeProvider clock, ILogger<SandboxLauncher> logger) : IDisposable
{
    private readonly LauncherThread thread = new();

    /// <summary>Starts a sandbox and waits until the worker in it has said <see cref="SandboxLayout.ReadyLine"/>.</summary>
    /// <param name="policy">What it is.</param>
    /// <param name="tag">Whose it is, for the log.</param>
    /// <param name="cancellationToken">Gives up; what was started is killed.</param>
    /// <exception cref="WorkerLostException">It did not come up; the message says why and what to do.</exception>
    public async Task<Sandbox> StartAsync(SandboxPolicy policy, string tag, CancellationToken cancellationToken)
    {
        var process = await StartBubblewrapAsync(SandboxArguments.For(policy));
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lastErrors = new Queue<string>();
        var reading = new CancellationTokenSource();
        var output = Task.WhenAll(
            new OutputLines(process.StandardOutput.BaseStream, OnOutput, clock).ReadAsync(reading.Token),
            new OutputLines(process.StandardError.BaseStream, OnError, clock).ReadAsync(reading.Token));
        var sandbox = new Sandbox(process, output, reading, clock);
        _ = LogExitAsync(sandbox, tag);
        try
        {
            await WaitUntilReadyAsync(sandbox, ready.Task, output, lastErrors, cancellationToken);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }

        void OnOutput(string line)
        {
            LogOutput(tag, line);
            if (line == SandboxLayout.ReadyLine)
                ready.TrySetResult();
        }

        void OnError(string line)
        {
            LogError(tag, line);
            if (ready.Task.IsCompleted)
                return;
            lastErrors.Enqueue(line);
            if (lastErrors.Count > SandboxLimits.KeptErrorLines)
                lastErrors.Dequeue();
        }
    }

    public void Dispose() => thread.Dispose();

    private async Task<Process> StartBubblewrapAsync(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("bwrap", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        // Bubblewrap's own process is the first one inside, where its environment can be read in /proc.
        start.Environment.Clear();
        try
        {
            var process = await thread.RunAsync(() =>
            {
                HostCalls.KeepDescriptorsFromChildren();
                return Process.Start(start)!;
            });
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception exception)
        {
            throw new WorkerLostException(
                $"Bubblewrap could not be started ({exception.Message}). "
                + "Install the package bubblewrap, or run deploy/run.sh, which does.", exception);
        }
    }

    private async Task WaitUntilReadyAsync(
        Sandbox sandbox, Task ready, Task output, Queue<string> lastErrors, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(SandboxLimits.Ready, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (await Task.WhenAny(ready, sandbox.Exited).WaitAsync(either.Token) == ready)
                return;
            // Its last words may still be in the pipe.
            await output.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (!sandbox.Exited.IsCompleted)
                throw new WorkerLostException(
                    $"The worker was not ready within {SandboxLimits.Ready.TotalSeconds:0} s. Is the machine overloaded?");
        }
        throw new WorkerLostException(SandboxFailure.Explain(await sandbox.Exited, lastErrors));
    }

    private async Task LogExitAsync(Sandbox sandbox, string tag) => LogExited(tag, await sandbox.Exited);

    [LoggerMessage(LogLevel.Debug, "Sandbox {Tag} prints (untrusted): {Line}")]
    private partial void LogOutput(string tag, string line);

    [LoggerMessage(LogLevel.Debug, "Sandbox {Tag} prints an error (untrusted): {Line}")]
    private partial void LogError(string tag, string line);

    [LoggerMessage(LogLevel.Information, "Sandbox {Tag} ended with exit code {ExitCode}")]
    private partial void LogExited(string tag, int exitCode);
}
