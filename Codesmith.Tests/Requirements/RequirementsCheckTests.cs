using Codesmith.Supervisor.Requirements;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Deploy;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Requirements;

/// <summary>The check on this machine, for real.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RequirementsCheckTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codesmith-test-");
    private readonly SandboxLauncher _launcher = new(TimeProvider.System, NullLogger<SandboxLauncher>.Instance);

    public void Dispose()
    {
        _launcher.Dispose();
        _root.Delete(recursive: true);
    }

    [Test]
    public async Task InstalledCheckout_MeetsEveryRequirement()
    {
        var report = await CheckAsync(Checkout.WorkerFolder, Checkout.AgentProgram);
        Assert.That(report.Where(item => !item.IsMet), Is.Empty);
    }

    [Test]
    public async Task EmptyInstallation_IsToldFromABrokenSandbox()
    {
        var report = await CheckAsync(_root.FullName, Path.Combine(_root.FullName, "claude"));
        Assert.That(
            report.ToDictionary(item => item.Name, item => item.IsMet),
            Is.EqualTo(new Dictionary<string, bool>
            {
                ["bubblewrap"] = true,
                ["sandbox"] = true,
                ["system calls"] = true,
                ["files"] = true,
                ["worker"] = false,
                ["claude"] = false,
                ["limits"] = true,
                ["egress"] = true,
                ["sign-in"] = true,
            }));
    }

    [Test]
    public async Task OtherVersionOfTheAgent_IsNotMet()
    {
        var agent = Path.Combine(_root.FullName, "claude");
        await File.WriteAllTextAsync(agent, "#!/bin/sh\necho '1.0.0 (Claude Code)'\n");
        File.SetUnixFileMode(agent, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var report = await CheckAsync(_root.FullName, agent);

        Assert.That(
            report.Single(item => item.Name == "claude").Found,
            Is.EqualTo($"1.0.0 (Claude Code), where {PinnedAgent.Version} is needed"));
    }

    private Task<IReadOnlyList<Requirement>> CheckAsync(string workerFolder, string agentProgram) =>
        new RequirementsCheck(
            new RequirementsOptions(
                new WorkerInstallation(Path.Combine(_root.FullName, "data"), workerFolder, agentProgram),
                PinnedAgent.Version, SignInWay.Demo),
            _launcher, TimeProvider.System).RunAsync(CancellationToken.None);
}
