namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>Tells whoever waits that something is different now. Changes while nobody looks count as one.</summary>
internal sealed class Changes
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _next;

    /// <summary>Done at the next change after this call.</summary>
    public Task NextAsync()
    {
        lock (_gate)
        {
            _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _next.Task;
        }
    }

    public void Tell()
    {
        TaskCompletionSource? told;
        lock (_gate)
            (told, _next) = (_next, null);
        told?.TrySetResult();
    }
}
