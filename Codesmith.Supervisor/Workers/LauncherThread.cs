using System.Collections.Concurrent;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The one thread that starts sandboxes, and lives as long as they may. Bubblewrap's --die-with-parent follows
/// the thread that started it: a sandbox started from the pool would be killed whenever the pool shrinks.
/// </summary>
internal sealed class LauncherThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private bool _isDisposed;

    public LauncherThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "sandbox launcher" };
        _thread.Start();
    }

    /// <summary>Runs the function on the thread; what it throws is thrown from the task.</summary>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                result.SetResult(function());
            }
            catch (Exception exception) // Whatever it is belongs to the caller, not to this _thread.
            {
                result.SetException(exception);
            }
        });
        return result.Task;
    }

    /// <summary>Ends the thread, and with it every sandbox that still runs.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        HostCalls.KeepSignalsFromChildren();
        HostCalls.ForbidCoreDumps();
        foreach (var action in _work.GetConsumingEnumerable())
            action();
    }
}
