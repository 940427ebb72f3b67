using System.Diagnostics;
using NUnit.Framework;

namespace Codesmith.Tests.Deploy;

/// <summary>
/// A machine to install on, with a real systemd: this one, in namespaces and on an overlay, so that nothing of it
/// stays. See machine.sh.
/// </summary>
internal sealed class MachineUnderTest : IAsyncDisposable
{
    private const int Impossible = 3;

    private readonly DirectoryInfo _folder;
    private readonly Process _machine;
    private readonly string _firstProcess;

    private MachineUnderTest(DirectoryInfo folder, Process machine, string firstProcess) =>
        (_folder, _machine, _firstProcess) = (folder, machine, firstProcess);

    /// <summary>Boots one. Where that cannot be done, the test is skipped and says why.</summary>
    public static async Task<MachineUnderTest> BootAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("codesmith-machine-");
        Process machine = Start(
            "bash", Path.Combine(Checkout.Root, "Codesmith.Tests", "Deploy", "machine.sh"),
            folder.FullName, Checkout.Root);
        string? state = await machine.StandardOutput.ReadLineAsync().WaitAsync(Timeouts.EndToEnd);
        if (state?.Split(' ') is ["booted", var firstProcess])
            return new MachineUnderTest(folder, machine, firstProcess);

        string reason = await machine.StandardError.ReadToEndAsync();
        await machine.WaitForExitAsync().WaitAsync(Timeouts.EndToEnd);
        folder.Delete(recursive: true);
        Assert.That(machine.ExitCode, Is.EqualTo(Impossible), reason);
        Assert.Ignore(reason.Trim());
        throw new InvalidOperationException("Ignored.");
    }

    /// <summary>Runs a script in it and returns what it says, both streams as one.</summary>
    public async Task<(int ExitCode, string Output)> TryAsync(string script)
    {
        using Process shell = Start(
            "nsenter", "-t", _firstProcess, "-m", "-p", "-i", "-u", "-C", "--",
            "bash", "-euc", $"exec 2>&1\n{script}");
        shell.StandardInput.Close();
        string output = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Timeouts.EndToEnd);
        await shell.WaitForExitAsync().WaitAsync(Timeouts.EndToEnd);
        return (shell.ExitCode, output.Trim());
    }

    /// <summary>The same, of a script that must succeed.</summary>
    public async Task<string> RunAsync(string script)
    {
        (int exitCode, string output) = await TryAsync(script);
        Assert.That(exitCode, Is.Zero, $"{script}\n{output}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        _machine.StandardInput.Close();
        await _machine.WaitForExitAsync().WaitAsync(Timeouts.EndToEnd);
        _machine.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process Start(string program, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
