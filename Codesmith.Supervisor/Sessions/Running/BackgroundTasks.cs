namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>Tasks that nobody awaits where they are begun, so that their owner can await them at its end.</summary>
internal sealed class BackgroundTasks
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <param name="task">Handles its own exceptions.</param>
    public void Add(Task task)
    {
        lock (_gate)
            _running.Add(task);
        task.ContinueWith(
            done =>
            {
                lock (_gate)
                    _running.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Done when all that run now are.</summary>
    public Task WhenAllAsync()
    {
        lock (_gate)
            return Task.WhenAll([.. _running]);
    }
}
