namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>What failed, so that the program can end with it.</summary>
internal sealed class FailureLog
{
    private readonly Lock _gate = new();
    private string? _first;
    private int _count;

    /// <summary>How often something failed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>The first failure, in one line, as it mostly leads to the others; null if there was none.</summary>
    public string? First
    {
        get
        {
            lock (_gate)
                return _first;
        }
    }

    public void Add(string reason)
    {
        lock (_gate)
        {
            _first ??= reason;
            _count++;
        }
    }
}
