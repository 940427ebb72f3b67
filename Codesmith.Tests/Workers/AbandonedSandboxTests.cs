using System.Diagnostics;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Deploy;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

/// <summary>Whose supervisor was killed before bubblewrap could ask the kernel to be killed with it.</summary>
internal sealed class AbandonedSandboxTests
{
    [Test]
    public async Task WorkerThatNobodyReads_Ends()
    {
        var seen = await RunWithoutAReaderAsync();
        Assert.That(seen, Is.EqualTo(SandboxLayout.ReadyLine), "or it ended for another reason");
    }

    /// <summary>It would wait for a code for ever: its input stays open.</summary>
    [Test]
    public async Task SignInThatNobodyReads_Ends() =>
        Assert.That(await RunWithoutAReaderAsync("account", "login"), Is.Not.Empty, "or it ended for another reason");

    /// <summary>Returns the first line it printed, once it has ended.</summary>
    private static async Task<string> RunWithoutAReaderAsync(params IEnumerable<string> arguments)
    {
        await using var fixture = new SandboxFixture();
        var installation = new WorkerInstallation(
            fixture.Installation.DataRoot, Checkout.WorkerFolder, Checkout.AgentProgram);
        await using var folders = new UserFolders(installation.DataRoot).Prepare(new UserId("bob"));
        var start = new ProcessStartInfo("/bin/sh", [
            "-c", "bwrap \"$@\" | head -n 1", "sh",
            .. SandboxArguments.For(installation.PolicyFor(folders, [SandboxLayout.WorkerProgram, .. arguments])),
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var shell = Process.Start(start)!;
        try
        {
            string seen = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);
            await shell.WaitForExitAsync().WaitAsync(Timeouts.MustNotHang);
            return seen.TrimEnd();
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }
}
