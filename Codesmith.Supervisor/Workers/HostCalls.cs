using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Codesmith.Supervisor.Workers;

/// <summary>The system calls that keep a sandbox apart from its supervisor and that .NET has no method for.</summary>
internal static partial class HostCalls
{
    private const int SignalSetWords = 16; // sigset_t has 1024 bits
    private const int Block = 0; // SIG_BLOCK
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Terminate = 15;
    private const int TerminalStop = 20;
    private const uint FirstAfterStandardStreams = 3;
    private const uint MarkCloseOnExec = 4; // CLOSE_RANGE_CLOEXEC
    private const int CoreSize = 4; // RLIMIT_CORE
    private const int ThisFolder = -100; // AT_FDCWD
    private const uint StatusOfNumberAndBlocks = 0x500; // STATX_INO | STATX_BLOCKS
    private const int BlockBytes = 512; // of st_blocks, whatever the file system

    /// <summary>
    /// Keeps every descriptor but the standard streams from programs started later. Ours are so by birth; those that
    /// the supervisor itself was started with need not be.
    /// </summary>
    public static void KeepDescriptorsFromChildren()
    {
        if (CloseRange(FirstAfterStandardStreams, uint.MaxValue, MarkCloseOnExec) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// Keeps signals from reaching this thread and, because a program is born with the mask of the thread that starts
    /// it, the programs it starts. What a terminal or a service manager sends to a whole group of processes is for the
    /// supervisor to obey: a sandbox that heard it too would be gone before its agent was asked to stop.
    /// </summary>
    public static void KeepSignalsFromChildren()
    {
        Span<ulong> mask = stackalloc ulong[SignalSetWords];
        foreach (var signal in (int[])[Hangup, Interrupt, Quit, Terminate, TerminalStop])
            mask[0] |= 1UL << (signal - 1);
        var error = SetSignalMask(Block, in mask[0], 0);
        if (error != 0)
            throw new Win32Exception(error);
    }

    /// <summary>
    /// A file without a name, for one program that is started next: it inherits it, under the same number. Whoever
    /// made it closes it afterwards.
    /// </summary>
    public static SafeFileHandle FileForAChild(string name, ReadOnlySpan<byte> content)
    {
        var file = CreateMemoryFile(name, 0);
        if (file.IsInvalid)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        // At a place, because the position is the child's as well.
        RandomAccess.Write(file, content, 0);
        return file;
    }

    /// <summary>
    /// Keeps the memory of this program and of those it starts out of files. Here it has keys in it; of a sandbox the
    /// host would keep what its user can fill a disk with. A limit of 1 byte, not 0: with that the kernel also starts
    /// no collector of the host's, which would else read what a sandbox prepared for it.
    /// </summary>
    public static void ForbidCoreDumps()
    {
        if (GetLimit(CoreSize, out var limit) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        limit.Soft = limit.Hard = Math.Min(limit.Hard, 1);
        if (SetLimit(CoreSize, in limit) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>The file that a path leads to: its number, and the bytes that it really takes; null if there is none.</summary>
    public static (ulong Number, long Bytes)? SizeOf(string path) =>
        ReadStatus(ThisFolder, path, 0, StatusOfNumberAndBlocks, out var status) == 0
            ? (status.Number, (long)status.Blocks * BlockBytes)
            : null;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ReadStatus(int folder, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "close_range", SetLastError = true)]
    private static partial int CloseRange(uint first, uint last, uint flags);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetSignalMask(int how, in ulong mask, nint oldMask);

    [LibraryImport(
        "libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    // The kernel's struct statx, the same on all processors.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(48)]
        public ulong Blocks;
    }
}
