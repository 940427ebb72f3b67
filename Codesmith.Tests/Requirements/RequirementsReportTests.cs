using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Requirements;
using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Requirements;

[TestFixture]
internal sealed class RequirementsReportTests
{
    private static readonly RequirementsOptions Options =
        new(new WorkerInstallation("/data", "/worker", "/claude"), "2.1.330", SignInWay.Demo);

    private static readonly ProgramRun NoSandbox = new(1, "bwrap: setting up uid map: Permission denied");

    private static readonly Findings AllWell = new()
    {
        Bubblewrap = new(0, "bubblewrap 0.8.0"),
        Sandbox = new(0, "Seccomp:·2"),
        Agent = new(0, "2.1.330 (Claude Code)"),
        IsAgentThere = true,
        Kernel = new(96365, null, null, IsRoot: false),
        OpenFolder = null,
        Worker = WorkerBuild.Native,
        AreManagedSettingsThere = true,
    };

    [Test]
    public void AllWell_EveryItemIsMetAndSaysWhatWasFound()
    {
        var report = RequirementsReport.From(AllWell, Options);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                report.Select(item => item.Name),
                Is.EqualTo(new[]
                {
                    "bubblewrap", "sandbox", "system calls", "files", "worker", "claude", "limits", "egress", "sign-in",
                }));
            Assert.That(report.Select(item => item.IsMet), Is.All.True);
            Assert.That(report.Select(item => item.Fix), Is.All.Null);
            Assert.That(
                report.Select(item => item.Found), Is.EqualTo(new[]
                {
                    "0.8.0", "started one and ran a program in it", "filtered in the sandbox",
                    "nobody else can exchange them", "native build", "2.1.330, runs in the sandbox",
                    "watched; each session may have 4,096 MiB of memory, 1,024 processes, 10,240 MiB on disk",
                    EgressOptions.Default.Describe(),
                    "the demo: scripted answers, no account",
                }));
        }
    }

    private static IEnumerable<TestCaseData> Failures()
    {
        yield return Case("bubblewrap", "apt install bubblewrap", AllWell with { Bubblewrap = new(null, "No such file") });
        yield return Case("bubblewrap", "apt install bubblewrap", AllWell with { Bubblewrap = new(0, "garbage") });
        yield return Case("bubblewrap", "0.8.0 or newer", AllWell with { Bubblewrap = new(0, "bubblewrap 0.6.1") });
        yield return Case(
            "sandbox", "bubblewrap first", AllWell with { Sandbox = NoSandbox, Bubblewrap = new(null, "") });
        yield return Case("sandbox", "user.max_user_namespaces", WithKernel(new(0, 0, 1, IsRoot: true)));
        yield return Case("sandbox", "kernel.unprivileged_userns_clone=1", WithKernel(new(1, 0, 1, IsRoot: false)));
        yield return Case("sandbox", "bwrap-userns-restrict", WithKernel(new(1, 1, 1, IsRoot: false)));
        yield return Case("sandbox", "The kernel or an AppArmor profile", WithKernel(new(1, 0, 1, IsRoot: true)));
        yield return Case("sandbox", "container", AllWell with { Sandbox = new(1, "what is this") });
        yield return Case("system calls", "sandbox first", AllWell with { Sandbox = NoSandbox });
        yield return Case("system calls", "CONFIG_SECCOMP_FILTER", AllWell with { Sandbox = new(0, "Seccomp:·0") });
        yield return Case("system calls", "CONFIG_SECCOMP_FILTER", AllWell with { Sandbox = new(0, "") });
        yield return Case("files", "chmod o-w /open", AllWell with { OpenFolder = "/open" });
        yield return Case("worker", "deploy/run.sh", AllWell with { Worker = WorkerBuild.Missing });
        yield return Case("worker", "CODESMITH_BUILD", AllWell with { Worker = WorkerBuild.ManagedWithoutRuntime });
        yield return Case("worker", "deploy/run.sh", AllWell with { AreManagedSettingsThere = false });
        yield return Case("claude", "deploy/run.sh", AllWell with { IsAgentThere = false });
        yield return Case("claude", "sandbox first", AllWell with { Sandbox = NoSandbox });
        yield return Case("claude", "does not run", AllWell with { Agent = new(127, "cannot execute") });
        yield return Case("claude", "deploy/run.sh", AllWell with { Agent = new(0, "2.1.3300 (Claude Code)") });
    }

    [TestCaseSource(nameof(Failures))]
    public void Failure_SaysHowToFixIt(string name, string fix, Findings findings)
    {
        var item = RequirementsReport.From(findings, Options).Single(item => item.Name == name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(item.IsMet, Is.False);
            Assert.That(item.Found, Is.Not.Empty);
            Assert.That(item.Fix, Does.Contain(fix));
        }
    }

    [TestCase(0, "/cc login; there is no shared key")]
    [TestCase(1, "/cc login; else the shared key")]
    [TestCase(2, "demo")]
    public void SignIn_SaysWhichWaysThereAre(int way, string said)
    {
        var item = RequirementsReport.From(AllWell, Options with { SignIn = (SignInWay)way })[^1];
        Assert.That((item.Name, item.IsMet), Is.EqualTo(("sign-in", true)));
        Assert.That(item.Found, Does.Contain(said));
    }

    private static Findings WithKernel(KernelSettings kernel) => AllWell with { Sandbox = NoSandbox, Kernel = kernel };

    private static TestCaseData Case(string name, string fix, Findings findings) => new(name, fix, findings);
}
