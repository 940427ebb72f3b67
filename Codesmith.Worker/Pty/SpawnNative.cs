using System.Runtime.InteropServices;
using Tmds.Linux;

namespace Codesmith.Worker.Pty;

/// <summary>The calls of glibc (2.34 or newer) that Tmds.LibC lacks: starting a process and learning its end.</summary>
/// <remarks>
/// What begins with posix_spawn returns the error number (its destroy functions cannot fail); the rest sets errno.
/// </remarks>
internal static unsafe partial class SpawnNative
{
    public const short SetSignalDefaults = 0x04;
    public const short SetSignalMask = 0x08;
    public const short SetSession = 0x80;

    public const int WaitForProcess = 1;
    public const int Exited = 4;
    public const int LeaveWaitable = 0x01000000;

    private const string Library = "libc.so.6";

    [LibraryImport(Library)]
    public static partial int posix_spawn(
        int* processId, byte* path, FileActions* actions, Attributes* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(Attributes* attributes);

    [LibraryImport(Library)]
    public static partial void posix_spawnattr_destroy(Attributes* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(Attributes* attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(Attributes* attributes, sigset_t* signals);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(Attributes* attributes, sigset_t* signals);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(FileActions* actions);

    [LibraryImport(Library)]
    public static partial void posix_spawn_file_actions_destroy(FileActions* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addopen(
        FileActions* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(FileActions* actions, int descriptor, int copy);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addchdir_np(FileActions* actions, byte* path);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addclosefrom_np(FileActions* actions, int lowest);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitid(int kind, int id, void* information, int options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitpid(int processId, int* status, int options);

    /// <summary>posix_spawnattr_t: 336 bytes on x64 and arm64, with room to spare.</summary>
    public struct Attributes
    {
        public fixed ulong Storage[64];
    }

    /// <summary>posix_spawn_file_actions_t: 80 bytes on x64 and arm64, with room to spare.</summary>
    public struct FileActions
    {
        public fixed ulong Storage[16];
    }
}
