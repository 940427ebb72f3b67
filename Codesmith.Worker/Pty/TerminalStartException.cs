using System.Runtime.InteropServices;

namespace Codesmith.Worker.Pty;

/// <summary>The system refused the terminal or the program on it; nothing is left of either.</summary>
/// <param name="errno">The system's error number, such as ENOENT.</param>
/// <param name="subject">What was refused: a path or the name of a call.</param>
internal sealed class TerminalStartException(int errno, string subject)
    : Exception($"{subject}: {Marshal.GetPInvokeErrorMessage(errno)}")
{
    public int Errno { get; } = errno;
}
