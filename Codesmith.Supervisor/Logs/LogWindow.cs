namespace Codesmith.Supervisor.Logs;

/// <summary>
/// Bounds what the doings of one user write into the log: a log that one sandbox can fill hides what the others do.
/// </summary>
/// <param name="lines">So many in a span of time.</param>
/// <param name="span">The latter.</param>
/// <param name="clock">Tells it.</param>
/// <param name="onLeftOut">Called once in a span from which a line is left out.</param>
internal sealed class LogWindow(int lines, TimeSpan span, TimeProvider clock, Action onLeftOut)
{
    private readonly Lock _gate = new();
    private long? _began;
    private int _wanted;

    /// <summary>Whether another line may be written.</summary>
    public bool MayWrite()
    {
        int wanted;
        lock (_gate)
        {
            long now = clock.GetTimestamp();
            if (_began is not { } began || clock.GetElapsedTime(began, now) >= span)
                (_began, _wanted) = (now, 0);
            wanted = ++_wanted;
        }
        if (wanted == lines + 1)
            onLeftOut();
        return wanted <= lines;
    }
}
