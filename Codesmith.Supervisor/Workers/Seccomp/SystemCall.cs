using System.Runtime.InteropServices;

namespace Codesmith.Supervisor.Workers.Seccomp;

/// <summary>A system call, by its number on each processor.</summary>
/// <param name="Name">As in its manual page.</param>
/// <param name="X64">Its number on x86-64; null where there is none.</param>
/// <param name="Arm64">Its number on arm64; null where there is none.</param>
internal sealed record SystemCall(string Name, uint? X64, uint? Arm64)
{
    public uint? NumberOn(Architecture processor) => processor is Architecture.X64 ? X64 : Arm64;
}
