namespace Codesmith.Worker.Pty;

/// <summary>Takes what a terminal's programs write.</summary>
internal interface ITerminalOutput
{
    /// <summary>
    /// Called on the terminal's pump thread, in order, never twice at a time. While it runs nothing more is read, so a
    /// slow taker slows the programs down; it must not wait for the terminal's end. What it throws kills the program
    /// and fails <see cref="TerminalProcess.Completion"/>.
    /// </summary>
    /// <param name="bytes">At least one byte, valid during the call only; may end inside a character.</param>
    void OnOutput(ReadOnlySpan<byte> bytes);
}
