using static Codesmith.Supervisor.Workers.Seccomp.ArgumentTest;

namespace Codesmith.Supervisor.Workers.Seccomp;

/// <summary>
/// What no program in a sandbox needs and every attack on a kernel wants. Most of it the sandbox's missing capabilities
/// forbid as well; refused here, the code behind it is not even reached.
/// </summary>
internal static class SeccompRules
{
    /// <summary>
    /// The last system call that was judged for this list: file_setattr, of Linux 6.17. What comes after it is as if
    /// not there, and with it the x32 ABI of x86-64: the same calls again, under numbers from 2^30 on.
    /// </summary>
    public const uint LastKnownCall = 469;

    // CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
    private const uint NewNamespace = 0x7E02_0000;

    // CLONE_NEWTIME. In clone's flags this bit is a part of a signal's number.
    private const uint NewTimeNamespace = 0x80;

    // Databases have a few bytes there, to see whether another one runs.
    private const uint LargestSharedMemory = 1024 * 1024;

    private const uint TraceAttach = 16; // PTRACE_ATTACH
    private const uint TraceSeize = 0x4206; // PTRACE_SEIZE

    private const uint PushInput = 0x5412; // TIOCSTI
    private const uint ConsoleControl = 0x541C; // TIOCLINUX
    private const uint SetLineDiscipline = 0x5423; // TIOCSETD

    private const uint UnixSockets = 1; // AF_UNIX
    private const uint Internet = 2; // AF_INET
    private const uint Internet6 = 10; // AF_INET6
    private const uint Netlink = 16; // AF_NETLINK

    private static readonly SystemCall Clone = new("clone", 56, 220);
    private static readonly SystemCall Clone3 = new("clone3", 435, 435);
    private static readonly SystemCall Unshare = new("unshare", 272, 97);
    private static readonly SystemCall SharedMemory = new("shmget", 29, 194);
    private static readonly SystemCall Trace = new("ptrace", 101, 117);
    private static readonly SystemCall Control = new("ioctl", 16, 29);
    private static readonly SystemCall Personality = new("personality", 135, 92);
    private static readonly SystemCall Socket = new("socket", 41, 198);
    private static readonly SystemCall SocketPair = new("socketpair", 53, 199);

    private static readonly SystemCall[] Never =
    [
        // Namespaces and mounts: the sandbox is made of them, and stays as it was made.
        new("setns", 308, 268),
        new("mount", 165, 40),
        new("umount2", 166, 39),
        new("pivot_root", 155, 41),
        new("chroot", 161, 51),
        new("open_tree", 428, 428),
        new("open_tree_attr", 467, 467),
        new("move_mount", 429, 429),
        new("fsopen", 430, 430),
        new("fsconfig", 431, 431),
        new("fsmount", 432, 432),
        new("fspick", 433, 433),
        new("mount_setattr", 442, 442),
        // Files by number instead of by path: past the mounts that show only some of them.
        new("name_to_handle_at", 303, 264),
        new("open_by_handle_at", 304, 265),

        // Memory and descriptors of other processes: the worker's, which answers Claude's questions, among them.
        new("process_vm_readv", 310, 270),
        new("process_vm_writev", 311, 271),
        new("pidfd_getfd", 438, 438),
        new("kcmp", 312, 272),

        // Keyrings belong to a user id and to no namespace: all sandboxes would share them.
        new("add_key", 248, 217),
        new("request_key", 249, 218),
        new("keyctl", 250, 219),

        // Large parts of the kernel that most of its exploits begin in.
        new("bpf", 321, 280),
        new("perf_event_open", 298, 241),
        new("userfaultfd", 323, 282),
        new("io_uring_setup", 425, 425),
        new("io_uring_enter", 426, 426),
        new("io_uring_register", 427, 427),
        new("modify_ldt", 154, null),
        new("lookup_dcookie", 212, 18),
        new("nfsservctl", 180, 42),
        new("uselib", 134, null),

        // The machine: its code, clock, log, swap, ports, names, and its end.
        new("init_module", 175, 105),
        new("finit_module", 313, 273),
        new("delete_module", 176, 106),
        new("kexec_load", 246, 104),
        new("kexec_file_load", 320, 294),
        new("reboot", 169, 142),
        new("clock_settime", 227, 112),
        new("settimeofday", 164, 170),
        new("adjtimex", 159, 171),
        new("clock_adjtime", 305, 266),
        new("syslog", 103, 116),
        new("swapon", 167, 224),
        new("swapoff", 168, 225),
        new("acct", 163, 89),
        new("quotactl", 179, 60),
        new("quotactl_fd", 443, 443),
        new("iopl", 172, null),
        new("ioperm", 173, null),
        new("sethostname", 170, 161),
        new("setdomainname", 171, 162),
        new("vhangup", 153, 58),
    ];

    public static IReadOnlyList<SeccompRule> All { get; } =
    [
        .. Never.Select(call => new SeccompRule(call, ErrorNumber.NotPermitted)),

        // Its flags are in memory, which no filter can read: the C library then uses clone, whose flags are tested.
        new(Clone3, ErrorNumber.NoSuchCall),
        new(Clone, ErrorNumber.NotPermitted, new HasAnyBitOf(0, NewNamespace)),
        new(Unshare, ErrorNumber.NotPermitted, new HasAnyBitOf(0, NewNamespace | NewTimeNamespace)),

        // Memory that belongs to no process, so that nobody who looks at those sees it. As the kernel has room for 4096 of
        // them in a sandbox, small ones are bounded enough.
        new(SharedMemory, ErrorNumber.Invalid, new IsMoreThan(1, LargestSharedMemory)),

        // A program that a debugger started asked to be traced, and may be. All others are let alone.
        new(Trace, ErrorNumber.NotPermitted, new IsOneOf(0, TraceAttach, TraceSeize)),

        // Keystrokes for whoever else reads from a terminal, and drivers that the kernel loads when asked.
        new(Control, ErrorNumber.NotPermitted, new IsOneOf(1, PushInput, ConsoleControl, SetLineDiscipline)),

        // Linux as it is, 32-bit names and version 2.6 for old programs, and fixed addresses for debuggers. Others make
        // the stack executable.
        new(
            Personality, ErrorNumber.NotPermitted,
            new IsNoneOf(0, 0, 0x8, 0x20000, 0x20008, 0x40000, uint.MaxValue)),

        // Names are looked up and interfaces listed by route messages. All else is code of the kernel's that it loads
        // because somebody names it. 0, ICMP, TCP, UDP, ICMPv6, and TCP over many paths, which Go tries first.
        new(Socket, ErrorNumber.NoSuchFamily, new IsNoneOf(0, UnixSockets, Internet, Internet6, Netlink)),
        new(Socket, ErrorNumber.NoSuchProtocol, new IsOneOf(0, Netlink), new IsNoneOf(2, 0)),
        new(
            Socket, ErrorNumber.NoSuchProtocol,
            new IsOneOf(0, Internet, Internet6), new IsNoneOf(2, 0, 1, 6, 17, 58, 262)),
        new(SocketPair, ErrorNumber.NoSuchFamily, new IsNoneOf(0, UnixSockets)),
    ];
}
