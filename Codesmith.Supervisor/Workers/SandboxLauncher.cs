using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers.Seccomp;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Workers;

/// <summary>Starts sandboxes. Disposing kills those that still run.</summary>
internal sealed partial class SandboxLauncher(TimeProvider clock, ILogger<SandboxLauncher> logger) : IDisposable
{
    /// <summary>Descriptors belong to the whole program: another start would keep this one's filter from its child.</summary>
    private static readonly Lock Starting = new();

    private readonly LauncherThread _thread = new();
    private readonly byte[] _filter = SeccompProgram.For(RuntimeInformation.ProcessArchitecture);

    /// <summary>Starts a sandbox and waits until the worker in it has said <see cref="SandboxLayout.ReadyLine"/>.</summary>
    /// <param name="policy">What it is.</param>
    /// <param name="tag">Whose it is, for the log.</param>
    /// <param name="cancellationToken">Gives up; what was started is killed.</param>
    /// <exception cref="WorkerLostException">It did not come up; the message says why and what to do.</exception>
    public async Task<Sandbox> StartAsync(SandboxPolicy policy, string tag, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lastErrors = new Queue<string>();
        var sandbox = await LaunchAsync(
            SandboxArguments.For(policy), OnOutput, OnError, controlGroupFile: policy.ControlGroupFile);
        _ = LogExitAsync(sandbox, tag);
        try
        {
            await WaitUntilReadyAsync(sandbox, ready.Task, lastErrors, cancellationToken);
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

    /// <summary>
    /// Starts bubblewrap behind the system call filter, and with nothing of the supervisor's: no environment, no
    /// descriptors but the filter's, which bubblewrap closes.
    /// </summary>
    /// <param name="arguments">Bubblewrap's.</param>
    /// <param name="onOutput">Takes lines of standard output.</param>
    /// <param name="onError">Takes lines of standard error.</param>
    /// <param name="takesInput">Whether <see cref="Sandbox.SendLineAsync"/> will be used; else there is no input.</param>
    /// <param name="controlGroupFile">See <see cref="SandboxPolicy.ControlGroupFile"/>.</param>
    /// <exception cref="WorkerLostException">It is not there.</exception>
    public async Task<Sandbox> LaunchAsync(
        IReadOnlyList<string> arguments,
        Action<string> onOutput,
        Action<string> onError,
        bool takesInput = false,
        string? controlGroupFile = null)
    {
        try
        {
            var process = await _thread.RunAsync(() =>
            {
                lock (Starting)
                    return StartProcess(arguments, controlGroupFile);
            });
            if (!takesInput)
                process.StandardInput.Close();
            return new Sandbox(process, onOutput, onError, clock);
        }
        catch (Win32Exception exception)
        {
            throw new WorkerLostException(
                $"Bubblewrap could not be started ({exception.Message}). "
                + "Install the package bubblewrap, or run deploy/run.sh, which does.", exception);
        }
    }

    public void Dispose() => _thread.Dispose();

    private Process StartProcess(IReadOnlyList<string> arguments, string? controlGroupFile)
    {
        HostCalls.KeepDescriptorsFromChildren();
        using var filter = HostCalls.FileForAChild("seccomp", _filter);
        var number = filter.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
        string[] filtered = ["--seccomp", number, .. arguments];
        var start = controlGroupFile is null
            ? new ProcessStartInfo("bwrap", filtered)
            // A shell signs up for the group and becomes bubblewrap: it must belong to it before it starts anything.
            : new ProcessStartInfo(
                "/bin/sh", ["-c", "echo $$ >\"$0\" && exec bwrap \"$@\"", controlGroupFile, .. filtered]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        // Bubblewrap's own process is the first one inside, where its environment can be read in /proc.
        start.Environment.Clear();
        return Process.Start(start)!;
    }

    private async Task WaitUntilReadyAsync(
        Sandbox sandbox, Task ready, Queue<string> lastErrors, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(SandboxLimits.Ready, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (await Task.WhenAny(ready, sandbox.Exited).WaitAsync(either.Token) == ready)
                return;
            // Its last words, and even the ready line, may still be in the pipe.
            await sandbox.OutputEnded.WaitAsync(either.Token);
            if (ready.IsCompleted)
                return;
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
