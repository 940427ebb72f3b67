using Codesmith.Protocol;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// From a policy to bubblewrap's arguments: a pure function, and the whole of the sandbox. Bubblewrap applies file
/// system arguments in the order given, so what is remounted read-only comes after what is made in it.
/// </summary>
internal static class SandboxArguments
{
    public static IReadOnlyList<string> For(SandboxPolicy policy) =>
    [
        .. Isolation(),
        .. System(policy.System),
        .. Kernel(policy.System),
        .. Identity(policy.IdentityFolder),
        .. Programs(policy),
        .. UserFiles(policy),
        // Bubblewrap's root is a writable tmpfs otherwise.
        "--remount-ro", "/",
        "--chdir", SandboxLayout.Workspace,
        .. Environment(policy),
        "--",
        .. policy.Command,
    ];

    /// <summary>
    /// A tool of the system's, at work on users' files. It is root in a user namespace of its own, where that means
    /// nothing but that no mode of a file of the supervisor's keeps it out.
    /// </summary>
    /// <param name="system">Where the tool is.</param>
    /// <param name="folders">All else that it sees, absolute paths of the host.</param>
    /// <param name="mayChange">Whether it may write there.</param>
    /// <param name="command">What to run.</param>
    public static IReadOnlyList<string> ForTool(
        HostSystem system, IReadOnlyList<string> folders, bool mayChange, IReadOnlyList<string> command) =>
    [
        .. Namespaces(),
        "--cap-drop", "ALL",
        "--cap-add", mayChange ? "CAP_DAC_OVERRIDE" : "CAP_DAC_READ_SEARCH",
        "--uid", "0",
        "--gid", "0",
        .. system.Folders.SelectMany(Show),
        .. folders.SelectMany(folder => mayChange ? ["--bind", folder, folder] : ReadOnly(folder, folder)),
        "--remount-ro", "/",
        "--clearenv",
        "--",
        .. command,
    ];

    // Every namespace is demanded, none merely tried: a sandbox that is weaker than promised must not start.
    private static string[] Namespaces() =>
    [
        "--unshare-user",
        "--unshare-pid",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup",
        "--unshare-net",
        // No terminal of the supervisor's to push keystrokes into.
        "--new-session",
        "--die-with-parent",
    ];

    private static IEnumerable<string> Isolation() =>
    [
        .. Namespaces(),
        // Namespaces nested by the agent would give it capabilities, and with them the kernel's least tested code.
        "--disable-userns",
        "--cap-drop", "ALL",
        "--uid", SandboxIdentity.Id,
        "--gid", SandboxIdentity.Id,
        "--hostname", SandboxIdentity.HostName,
    ];

    private static IEnumerable<string> System(HostSystem system) =>
    [
        .. system.Folders.SelectMany(Show),
        .. system.ConfigurationFiles.SelectMany(path => ReadOnly(path, path)),
    ];

    private static string[] Show(SystemFolder folder) => folder.LinkTarget is { } target
        ? ["--symlink", target, folder.Path]
        : ReadOnly(folder.Path, folder.Path);

    private static IEnumerable<string> Kernel(HostSystem system) =>
    [
        "--proc", "/proc",
        // A supervisor that runs as root would else lend its sandboxes /proc/sys: those files look at the
        // user id alone, not at capabilities, and core_pattern names a program that the kernel runs as root.
        "--remount-ro", "/proc",
        // Bound read-only the device is none: it cannot even be opened.
        .. system.HiddenFiles.SelectMany(path => ReadOnly("/dev/null", path)),
        .. system.HiddenFolders.SelectMany<string, string>(path => ["--tmpfs", path, "--remount-ro", path]),
        "--dev", "/dev",
        "--perms", "1777", "--size", SandboxLimits.SharedMemoryBytes, "--tmpfs", "/dev/shm",
        "--remount-ro", "/dev",
        "--perms", "1777", "--size", SandboxLimits.TemporaryFilesBytes, "--tmpfs", "/tmp",
    ];

    private static IEnumerable<string> Identity(string folder) =>
        IdentityFiles.Names.SelectMany(name => ReadOnly(Path.Combine(folder, name), "/etc/" + name));

    private static IEnumerable<string> Programs(SandboxPolicy policy) =>
    [
        .. ReadOnly(policy.WorkerFolder, SandboxLayout.WorkerFolder),
        .. ReadOnly(policy.AgentProgram, SandboxLayout.AgentProgram),
        .. ReadOnly(
            Path.Combine(policy.WorkerFolder, WorkerProgram.ManagedSettingsName), SandboxLayout.ManagedSettings),
        .. policy.DotnetFolder is { } dotnet ? ReadOnly(dotnet, WorkerProgram.DotnetFolderInside) : [],
    ];

    private static IEnumerable<string> UserFiles(SandboxPolicy policy) =>
    [
        "--bind", policy.Workspace, SandboxLayout.Workspace,
        "--bind", policy.Home, SandboxLayout.Home,
        "--bind", policy.LinkFolder, SandboxLayout.LinkFolder,
        .. ReadOnly(policy.DoorFolder, SandboxLayout.DoorFolder),
    ];

    private static IEnumerable<string> Environment(SandboxPolicy policy) =>
    [
        "--clearenv",
        "--setenv", "HOME", SandboxLayout.Home,
        "--setenv", "USER", SandboxIdentity.Name,
        "--setenv", "LOGNAME", SandboxIdentity.Name,
        "--setenv", "SHELL", "/bin/bash",
        "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:" + SandboxLayout.Home + "/.local/bin",
        "--setenv", "LANG", "C.UTF-8",
        "--setenv", "TERM", "xterm-256color",
        .. Proxy(policy.HasEgress),
        .. policy.DotnetFolder is null ? Array.Empty<string>() :
        [
            "--setenv", "DOTNET_ROOT", WorkerProgram.DotnetFolderInside,
            // Its diagnostic socket in /tmp would let the agent debug the worker.
            "--setenv", "DOTNET_EnableDiagnostics", "0",
        ],
    ];

    // In both spellings, as programs differ. What is on loopback, such as hooks and the model, is not asked of a proxy.
    private static IEnumerable<string> Proxy(bool hasEgress) =>
    [
        .. hasEgress ? Both("HTTP_PROXY", SandboxLayout.EgressAddress) : [],
        .. hasEgress ? Both("HTTPS_PROXY", SandboxLayout.EgressAddress) : [],
        .. Both("NO_PROXY", "127.0.0.1,localhost,::1"),
    ];

    private static string[] Both(string name, string value) =>
        ["--setenv", name, value, "--setenv", name.ToLowerInvariant(), value];

    private static string[] ReadOnly(string source, string target) => ["--ro-bind", source, target];
}
