namespace Codesmith.Worker.Pty;

/// <summary>How the program on a terminal ended.</summary>
internal abstract record TerminalExit
{
    private TerminalExit()
    {
    }

    /// <summary>It ended by itself.</summary>
    /// <param name="Code">0 to 255.</param>
    internal sealed record Exited(int Code) : TerminalExit;

    /// <summary>A signal ended it.</summary>
    /// <param name="Signal">The signal's number.</param>
    internal sealed record Killed(int Signal) : TerminalExit;
}
