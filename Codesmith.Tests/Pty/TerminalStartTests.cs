using System.Globalization;
using Codesmith.Worker.Pty;
using NUnit.Framework;
using Tmds.Linux;

namespace Codesmith.Tests.Pty;

/// <summary>What a program finds when it starts on a terminal of ours.</summary>
[NonParallelizable]
public sealed class TerminalStartTests
{
    [Test]
    public async Task Program_LeadsItsSessionOnItsControllingTerminal()
    {
        string[] lines = await ShellTerminal.RunAsync(
            "tty; readlink /proc/self/fd/0; echo from /dev/tty > /dev/tty; cat /proc/$$/stat");

        Assert.That(lines[0], Does.StartWith("/dev/pts/"));
        Assert.That(lines[1], Is.EqualTo(lines[0]));
        Assert.That(lines[2], Is.EqualTo("from /dev/tty"));
        // pid (name) state parent group session terminal foreground-group
        string[] status = lines[3].Split(' ');
        string pid = status[0];
        Assert.That((string[])[status[4], status[5], status[7]], Is.All.EqualTo(pid));
        Assert.That(int.Parse(status[6], CultureInfo.InvariantCulture), Is.Not.Zero);
    }

    [Test]
    public async Task ProcessId_IsThatOfTheProgram()
    {
        await using ShellTerminal shell = ShellTerminal.Start("echo $$");
        await shell.EndAsync();
        Assert.That(shell.Lines, Is.EqualTo([$"{shell.Process.ProcessId}"]));
    }

    [Test]
    public async Task Program_FindsItsSizeAtOnce()
    {
        TerminalCommand command = ShellTerminal.Command("stty size") with { Size = new TerminalSize(123, 40) };
        Assert.That(await ShellTerminal.RunAsync(command), Is.EqualTo(["40 123"]));
    }

    [Test]
    public async Task Program_FindsTheSettingsOfAnInteractiveTerminal()
    {
        string settings = string.Join(' ', await ShellTerminal.RunAsync("stty -a"));
        Assert.That(settings.Split(' ', ';'), Is.SupersetOf(
            ["icanon", "isig", "echo", "echoe", "icrnl", "onlcr", "opost", "iutf8", "cs8", "-parenb"]));
        Assert.That(settings, Does.Contain("intr = ^C").And.Contain("erase = ^?").And.Contain("eof = ^D"));
    }

    [Test]
    public async Task Program_HasNoSignalBlockedOrIgnored()
    {
        var ignored = File.ReadAllLines("/proc/self/status").Single(line => line.StartsWith("SigIgn", StringComparison.Ordinal));
        Assert.That(
            Convert.ToUInt64(ignored.Split('\t')[1], 16) & 0x1000, Is.Not.Zero,
            "this process ignores SIGPIPE, or the test could not fail");

        TerminalCommand command = ShellTerminal.Command("") with
        {
            // Not a shell, which sets signals of its own.
            FileName = "/bin/cat",
            Arguments = ["/proc/self/status"],
        };
        Assert.That(
            await ShellTerminal.RunAsync(command),
            Is.SupersetOf(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "SigCgt:\t0000000000000000"]));
    }

    [Test]
    public async Task Program_HasNoDescriptorButTheTerminal()
    {
        int inheritable = LibC.dup(1);
        int[] more = [.. Enumerable.Range(0, 20).Select(_ => LibC.dup(inheritable))];
        try
        {
            // Looked at one by one: whoever lists the folder has a descriptor more.
            string[] lines = await ShellTerminal.RunAsync(
                $"i=0; while [ $i -le {more.Max()} ]; do [ -e /proc/$$/fd/$i ] && echo $i; i=$((i+1)); done");
            Assert.That(lines, Is.EqualTo(["0", "1", "2"]));
        }
        finally
        {
            foreach (int descriptor in (int[])[inheritable, .. more])
                _ = LibC.close(descriptor);
        }
    }

    [Test]
    public async Task Program_HasExactlyTheGivenEnvironmentArgumentsAndFolder()
    {
        string folder = Directory.CreateTempSubdirectory("ordner ü").FullName;
        try
        {
            TerminalCommand command = ShellTerminal.Command("") with
            {
                FileName = "/usr/bin/env",
                Arguments = ["sh", "-c", "tr '\\0' '\\n' < /proc/self/environ; pwd; for a; do echo \"<$a>\"; done",
                    "sh", "", "two words", "$HOME 'quoted' \"\\\"", "zürich 🚀"],
                Environment = new Dictionary<string, string>
                {
                    ["PATH"] = "/usr/bin:/bin",
                    ["B"] = "",
                    ["Ü"] = "a=b c",
                },
                WorkingDirectory = folder,
            };
            Assert.That(await ShellTerminal.RunAsync(command), Is.EqualTo([
                "PATH=/usr/bin:/bin", "B=", "Ü=a=b c", folder, "<>", "<two words>",
                "<$HOME 'quoted' \"\\\">", "<zürich 🚀>"]));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [TestCase("/nowhere/program", "/", "/nowhere/program: No such file or directory", 2)]
    [TestCase("/bin/sh", "/nowhere", "/nowhere: No such file or directory", 2)]
    [TestCase("/etc/passwd", "/", "/etc/passwd: Permission denied", 13)]
    public void Start_OfWhatCannotRun_SaysWhy(string program, string folder, string message, int errno)
    {
        TerminalCommand command = ShellTerminal.Command("") with { FileName = program, WorkingDirectory = folder };
        Assert.That(
            () => ShellTerminal.Start(command, TimeProvider.System),
            Throws.TypeOf<TerminalStartException>()
                .With.Message.EqualTo(message)
                .And.Property(nameof(TerminalStartException.Errno)).EqualTo(errno));
    }

    [TestCase("sh", "/", "x", "NAME")]
    [TestCase("/bin/sh", "folder", "x", "NAME")]
    [TestCase("/bin/sh", "/", "cut\0short", "NAME")]
    [TestCase("/bin/sh", "/", "x", "")]
    [TestCase("/bin/sh", "/", "x", "A=B")]
    [TestCase("/bin/sh", "/", "x", "A\0B")]
    public void Start_OfWhatNoProgramCanBePassed_IsRefused(string program, string folder, string argument, string name)
    {
        TerminalCommand command = new(
            program, [argument], new Dictionary<string, string> { [name] = "value" }, folder, ShellTerminal.Size);
        Assert.That(() => ShellTerminal.Start(command, TimeProvider.System), Throws.ArgumentException);
    }

    [TestCase(0, 24)]
    [TestCase(80, -1)]
    [TestCase(65536, 24)]
    public void Start_WithASizeThatIsNone_IsRefused(int columns, int rows)
    {
        TerminalCommand command = ShellTerminal.Command("") with { Size = new TerminalSize(columns, rows) };
        Assert.That(
            () => ShellTerminal.Start(command, TimeProvider.System), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
