using System.Globalization;
using System.Text.RegularExpressions;
using Codesmith.Supervisor.Workers;

namespace Codesmith.Supervisor.Requirements;

/// <summary>Judges what was found: one item for each need, each with its own way out. Pure.</summary>
internal static partial class RequirementsReport
{
    private const long MiB = 1024 * 1024;
    private const string RunAgain = "Run deploy/run.sh, which puts it there.";

    // The first with --disable-userns.
    private static readonly Version OldestBubblewrap = new(0, 8, 0);

    public static IReadOnlyList<Requirement> From(Findings findings, RequirementsOptions options) =>
    [
        Bubblewrap(findings.Bubblewrap),
        Sandbox(findings),
        SystemCallFilter(findings.Sandbox),
        Files(findings.OpenFolder),
        Worker(findings, options),
        Agent(findings, options),
        Limits(options),
        new("egress", true, options.Egress.Describe(), null),
        new("sign-in", true, Describe(options.SignIn), null),
    ];

    private static Requirement Bubblewrap(ProgramRun run)
    {
        const string name = "bubblewrap";
        if (!run.IsGood || !System.Version.TryParse(VersionPattern().Match(run.Said).Value, out var version))
            return new(name, false, Found(run), "Install the package bubblewrap (apt install bubblewrap).");
        return version >= OldestBubblewrap
            ? new(name, true, version.ToString(), null)
            : new(name, false, version.ToString(), $"Install version {OldestBubblewrap} or newer; Debian 12 has it.");
    }

    private static Requirement Sandbox(Findings findings)
    {
        const string name = "sandbox";
        if (findings.Sandbox.IsGood)
            return new(name, true, "started one and ran a program in it", null);
        return new(name, false, Found(findings.Sandbox), SandboxFix(findings));
    }

    private static Requirement SystemCallFilter(ProgramRun run)
    {
        const string name = "system calls";
        if (!run.IsGood)
            return new(name, false, "not tried: no sandbox", "Fix the sandbox first.");
        return FilterPattern().IsMatch(run.Said)
            ? new(name, true, "filtered in the sandbox", null)
            : new(
                name, false, $"no filter is on ({Found(run)})",
                "The kernel needs CONFIG_SECCOMP_FILTER, which all distributions' have.");
    }

    // Ordered from the cause that makes all others moot.
    private static string SandboxFix(Findings findings) => findings switch
    {
        { Bubblewrap.IsGood: false } => "Install bubblewrap first.",
        { Kernel.MaxUserNamespaces: 0 } =>
            "The kernel allows no user namespaces: set user.max_user_namespaces=15000 with sysctl, and in /etc/sysctl.d "
            + "to keep it.",
        { Kernel: { IsRoot: false, UnprivilegedUserNamespaces: 0 } } =>
            "The kernel allows user namespaces to root alone: set kernel.unprivileged_userns_clone=1 with sysctl, and in "
            + "/etc/sysctl.d to keep it.",
        { Kernel: { IsRoot: false, AppArmorRestriction: > 0 } } =>
            "Ubuntu's AppArmor keeps user namespaces from programs without a profile: install the packages "
            + "apparmor-profiles and apparmor-utils and load the profile bwrap-userns-restrict, or set "
            + "kernel.apparmor_restrict_unprivileged_userns=0 with sysctl.",
        _ when SandboxFailure.AdviceFor(findings.Sandbox.Said) is { } advice => advice,
        _ => "In a container, its runtime may forbid namespaces: allow them there (for Docker, --security-opt "
            + "seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined).",
    };

    private static Requirement Files(string? openFolder)
    {
        const string name = "files";
        return openFolder is null
            ? new(name, true, "nobody else can exchange them", null)
            : new(name, false, $"every user of this machine may write {openFolder}", $"Run: chmod o-w {openFolder}");
    }

    private static Requirement Worker(Findings findings, RequirementsOptions options)
    {
        const string name = "worker";
        var folder = options.Installation.WorkerFolder;
        return findings switch
        {
            { Worker: WorkerBuild.Missing } => new(name, false, $"no program in {folder}", RunAgain),
            { AreManagedSettingsThere: false } =>
                new(name, false, $"no {WorkerProgram.ManagedSettingsName} in {folder}", RunAgain),
            { Worker: WorkerBuild.ManagedWithoutRuntime } => new(
                name, false, "a managed build, for which a native supervisor has no .NET",
                "Let deploy/run.sh build both, one way or the other (CODESMITH_BUILD)."),
            { Worker: WorkerBuild.Native } => new(name, true, "native build", null),
            _ => new(name, true, "managed build, needs more memory than the native one", null),
        };
    }

    private static Requirement Agent(Findings findings, RequirementsOptions options)
    {
        const string name = "claude";
        if (!findings.IsAgentThere)
            return new(name, false, $"not at {options.Installation.AgentProgram}", RunAgain);
        if (!findings.Sandbox.IsGood)
            return new(name, false, "there, but not tried: no sandbox", "Fix the sandbox first.");
        if (!findings.Agent.IsGood)
            return new(
                name, false, Found(findings.Agent),
                "It does not run in the sandbox: delete its folder below artifacts/claude and run deploy/run.sh again; "
                + "it is made for glibc on x64 and arm64.");
        var version = VersionPattern().Match(findings.Agent.Said).Value;
        return version == options.AgentVersion
            ? new(name, true, $"{version}, runs in the sandbox", null)
            : new(
                name, false, $"{findings.Agent.Said}, where {options.AgentVersion} is needed",
                "Run deploy/run.sh, which installs the version that Codesmith is made for.");
    }

    private static string Describe(SignInWay signIn) => signIn switch
    {
        SignInWay.SharedKey => "own account or own key with /cc login; else the shared key, added outside the sandboxes",
        SignInWay.OwnOnly => "own account or own key with /cc login; there is no shared key",
        _ => "the demo: scripted answers, no account",
    };

    // Both hold; only a service has what the first needs.
    private static Requirement Limits(RequirementsOptions options)
    {
        var quota = options.Installation.Quota;
        string how = options.HasControlGroups ? "cgroup v2" : "watched";
        return new("limits", true, string.Create(
            CultureInfo.InvariantCulture,
            $"{how}; each session may have {quota.MemoryBytes / MiB:N0} MiB of memory, {quota.Processes:N0} processes, "
            + $"{quota.DiskBytes / MiB:N0} MiB on disk"), null);
    }

    private static string Found(ProgramRun run) => run switch
    {
        { Said.Length: > 0 } => run.Said,
        { ExitCode: { } code } => $"exit code {code}",
        _ => "could not be run",
    };

    // 2 is a filter, 1 something else, 0 nothing. Between them is a tab, which a line that was printed shows as a sign.
    [GeneratedRegex(@"\bSeccomp:\W*2\b")]
    private static partial Regex FilterPattern();

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex VersionPattern();
}
