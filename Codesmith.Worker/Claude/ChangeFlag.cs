namespace Codesmith.Worker.Claude;

/// <summary>Remembers that something changed, and rings once however often it does until somebody looked.</summary>
/// <param name="ring">Called on any thread; must not block.</param>
internal sealed class ChangeFlag(Action ring)
{
    private int _raised;

    public void Raise()
    {
        if (Interlocked.Exchange(ref _raised, 1) == 0)
            ring();
    }

    /// <summary>Whether it was raised; lowers it. Look at the thing after this, never before.</summary>
    public bool Lower() => Interlocked.Exchange(ref _raised, 0) != 0;
}
