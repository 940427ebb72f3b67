namespace Codesmith.Supervisor.Workers;

/// <summary>Every maximum of a sandbox and of what the supervisor takes from one.</summary>
internal static class SandboxLimits
{
    /// <summary>/tmp is the host's memory: enough for the agent's own files and an ordinary build, no more.</summary>
    public const string TemporaryFilesBytes = "1073741824";

    /// <summary>/dev/shm likewise; interpreters' semaphores and small shared buffers live there.</summary>
    public const string SharedMemoryBytes = "67108864";

    /// <summary>A line of a sandbox's output is for the log: what is longer is cut.</summary>
    public const int OutputLineBytes = 1024;

    /// <summary>A flooding sandbox waits in its own write, instead of costing the supervisor time and log.</summary>
    public const int OutputBytesPerWindow = 64 * 1024;

    /// <summary>Lines of standard error kept to explain a failed start: bubblewrap says why in one or two.</summary>
    public const int KeptErrorLines = 10;

    /// <summary>A Unix socket's address has room for so many bytes, without the closing zero.</summary>
    public const int SocketPathBytes = 107;

    /// <summary>Descriptors of a process: a build opens some hundred files, a file watcher some thousand.</summary>
    public const int OpenFiles = 16 * 1024;

    /// <summary>Of all its processes together, where these are looked through: else that could be made to take minutes.</summary>
    public const int OpenFilesInAll = 100_000;

    /// <summary>Bytes by which a session that has none left may grow, see <see cref="DiskQuota"/>.</summary>
    public const long DiskSlackBytes = 32 * 1024 * 1024;

    /// <summary>The same for files.</summary>
    public const long DiskSlackFiles = 1000;

    /// <summary>Bytes of memory for an errand, such as signing in: an agent that does nothing else takes 400 MB.</summary>
    public const long ErrandMemoryBytes = 1024 * 1024 * 1024;

    /// <summary>Processes of an errand: an agent alone has about 40 threads.</summary>
    public const int ErrandProcesses = 128;

    /// <summary>Sign-ins that wait for their users at one time: more would take the memory that sessions need.</summary>
    public const int SignIns = 8;

    /// <summary>Counting a sandbox's files takes at most one part in so many of the time.</summary>
    public const int DiskPauseFactor = 20;

    /// <summary>Between two looks at memory and processes: to fill a machine takes seconds.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at the disk: a fast one takes some GB meanwhile, in more than one file.</summary>
    public static readonly TimeSpan DiskLook = TimeSpan.FromSeconds(3);

    /// <summary>For going through a sandbox's files. A hundred thousand take a second; on a cold disk half a minute.</summary>
    public static readonly TimeSpan FileTool = TimeSpan.FromMinutes(2);

    /// <summary>See <see cref="OutputBytesPerWindow"/>.</summary>
    public static readonly TimeSpan OutputWindow = TimeSpan.FromSeconds(1);

    /// <summary>A worker listens within 0.1 s; ten sandboxes that start at once on a busy machine need some seconds.</summary>
    public static readonly TimeSpan Ready = TimeSpan.FromSeconds(20);

    /// <summary>Pause after a failed accept, so that a process out of descriptors does not spin.</summary>
    public static readonly TimeSpan PauseAfterFailedAccept = TimeSpan.FromSeconds(1);

    /// <summary>What the kernel may take to end every process of a sandbox before bubblewrap is killed as well.</summary>
    public static readonly TimeSpan Teardown = TimeSpan.FromSeconds(5);
}
