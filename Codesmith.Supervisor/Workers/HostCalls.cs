using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Codesmith.Supervisor.Workers;

/// <summary>The system calls that keep a sandbox apart from its supervisor and that .NET has no method for.</summary>
internal static partial class HostCalls
{
    private const int PathOnly = 0x200000; // O_PATH
    private const int NoFollow = 0x20000; // O_NOFOLLOW, x64; arm64 has its own.
    private const int NoFollowArm64 = 0x8000;
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const uint FirstAfterStandardStreams = 3;
    private const uint MarkCloseOnExec = 4; // CLOSE_RANGE_CLOEXEC

    /// <summary>
    /// Keeps every descriptor but the standard streams from programs started later. Ours are so by birth; those that
    /// the supervisor itself was started with need not be.
    /// </summary>
    public static void KeepDescriptorsFromChildren()
    {
        if (CloseRange(FirstAfterStandardStreams, uint.MaxValue, MarkCloseOnExec) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Holds on to a file without opening it and without following a link in its last part.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public static SafeFileHandle Hold(string path)
    {
        var noFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? NoFollowArm64 : NoFollow;
        var handle = Open(path, PathOnly | noFollow | CloseOnExec);
        if (!handle.IsInvalid)
            return handle;
        var problem = new Win32Exception(Marshal.GetLastPInvokeError());
        handle.Dispose();
        throw new IOException($"{path}: {problem.Message}", problem);
    }

    [LibraryImport("libc", EntryPoint = "close_range", SetLastError = true)]
    private static partial int CloseRange(uint first, uint last, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
