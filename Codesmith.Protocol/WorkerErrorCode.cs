namespace Codesmith.Protocol;

/// <summary>Stable JSON-RPC error codes of <see cref="IWorker"/>; numbers are never used again for something else.</summary>
public static class WorkerErrorCode
{
    /// <summary>The two ends speak different versions; the message names both.</summary>
    public const int VersionMismatch = 1001;

    /// <summary>A call before <see cref="IWorker.HelloAsync"/>.</summary>
    public const int HelloExpected = 1002;

    /// <summary>The call needs a running agent, and there is none.</summary>
    public const int NoAgent = 1003;

    /// <summary>An agent runs already.</summary>
    public const int AgentRunning = 1004;

    /// <summary>An argument breaks a limit of <see cref="WireLimits"/> or is malformed; the message says which.</summary>
    public const int InvalidArgument = 1005;

    /// <summary>The question is not open (any more).</summary>
    public const int NoSuchQuestion = 1006;

    /// <summary>The agent is typing, or in a turn or a dialog, and cannot take this now.</summary>
    public const int AgentBusy = 1007;

    /// <summary>The file system does not take the file: it is full, or something is in the way. Nothing of it is left.</summary>
    public const int FileNotWritten = 1008;
}
