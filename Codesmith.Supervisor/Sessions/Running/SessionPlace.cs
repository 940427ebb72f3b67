using System.Runtime.CompilerServices;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>One session's place, or its wait for one. Disposing leaves it to the next.</summary>
internal sealed class SessionPlace(SessionPlaces places) : IDisposable
{
    private TaskCompletionSource _changed = NewChange();
    private int _isLeft;

    /// <summary>From 1; 0 for one that has arrived. Under the lock of <see cref="SessionPlaces"/>.</summary>
    internal int Position { get; private set; }

    /// <summary>Done when the position is another one. Under the same lock.</summary>
    internal Task Changed => _changed.Task;

    /// <summary>
    /// Ends when the place can be used. Until then the position, whenever it is another one; the last is 0. Nothing for
    /// who need not wait.
    /// </summary>
    public async IAsyncEnumerable<int> WaitAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int told = 0;
        while (true)
        {
            var (position, changed) = places.Look(this);
            if (position != told)
                yield return told = position;
            if (position == 0)
                yield break;
            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            places.Leave(this);
    }

    /// <summary>Under the lock of <see cref="SessionPlaces"/>.</summary>
    internal void Move(int position)
    {
        if (position == Position)
            return;
        Position = position;
        _changed.SetResult();
        _changed = NewChange();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
