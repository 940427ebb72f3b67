using System.Runtime.InteropServices;
using Codesmith.Supervisor.Workers.Seccomp;
using NUnit.Framework;
using Processor = System.Runtime.InteropServices.Architecture;

namespace Codesmith.Tests.Workers;

/// <summary>An attacker inside a real sandbox who makes system calls of their own.</summary>
[TestFixture]
internal sealed class SandboxSystemCallTests
{
    private const ulong Garbage = 0xDEAD_BEEF_0000_0000;

    private static readonly bool IsX64 = RuntimeInformation.ProcessArchitecture is Processor.X64;

    private readonly SandboxFixture _fixture = new();

    [OneTimeTearDown]
    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task Filter_IsOnTheFirstProcessAndAllOthers() =>
        Assert.That(
            await _fixture.RunAsync("grep -h -e ^Seccomp: -e ^NoNewPrivs: /proc/[0-9]*/status | sort -u"),
            Is.EqualTo("NoNewPrivs:\t1\nSeccomp:\t2"));

    [Test]
    public async Task CallThatNobodyNeeds_IsRefused()
    {
        var calls = SeccompRules.All.Where(rule => rule.Tests.Count == 0)
            .Select(rule => (rule, Number: rule.Call.NumberOn(RuntimeInformation.ProcessArchitecture)))
            .Where(call => call.Number is not null).ToList();

        var seen = await RunPerlAsync(string.Concat(calls.Select(
            call => $"$!=0; syscall({call.Number},0,0,0,0,0); print \"{call.rule.Call.Name} \".($!+0).\"\\n\";")));

        Assert.That(
            seen.Split('\n'), Is.EqualTo(calls.Select(call => $"{call.rule.Call.Name} {(int)call.rule.Error}")));
    }

    [Test]
    public async Task CallsThatWorkWithoutAFilter_AreRefused()
    {
        // Else 0 for a keyring, and 14 for a ring and a perf event of which no description is given.
        var script = Print(Number(250, 219), "0,-4,0") + Print(425, "1,0") + Print(Number(298, 241), "0,0,-1,-1,0");

        Assert.That(await RunPerlAsync(script), Is.EqualTo("1\n1\n1"));
    }

    [Test]
    public async Task Keystrokes_CannotBePushedIntoATerminal()
    {
        const string push = "$k=\"x\"; foreach (0x5412, 0x5412|(0xdeadbeef<<32), 0x541c, 0x5423, 0x5413)"
            + "{ $b=\"\\0\"x64; $!=0; ioctl_(STDIN,$_,$_==0x5413?$b:$k); print \"\".($!+0).\" \" }";
        var program = $"sub ioctl_ {{ syscall({Number(16, 29)}, fileno(shift), shift, shift) }} {push}";
        await File.WriteAllTextAsync(Path.Combine(_fixture.Folders.Workspace, "push.pl"), program);

        // In a terminal of one's own, where the last of them, its size, can be asked for.
        Assert.That(
            await _fixture.RunAsync("script -qec 'perl /workspace/push.pl' /dev/null </dev/null"),
            Is.EqualTo("1 1 1 1 0 "));
    }

    [Test]
    public async Task NewUserNamespace_CannotBeMadeByAnyCall()
    {
        var flags = $"0x10000000,{0x1000_0000 | Garbage}";
        var seen = await RunPerlAsync(
            $"foreach ({flags}) {{ $!=0; syscall({Number(272, 97)},$_); print \"\".($!+0).\"\\n\"; "
            + $"$!=0; $p=syscall({Number(56, 220)},$_|17,0,0,0,0); if ($p==0) {{ exit }} print \"\".($!+0).\"\\n\" }}"
            + $"$a=pack(\"Q8\",0x10000000); $!=0; syscall({435},$a,64); print \"\".($!+0);");
        // Unshare looks at all 64 bits itself, and the filter at those that count.
        Assert.That(seen, Is.EqualTo("1\n1\n1\n1\n38"));
    }

    [Test]
    public async Task OtherProcess_CannotBeTracedNorItsMemoryWritten()
    {
        var trace = Number(101, 117);
        var seen = await RunPerlAsync(
            "$p=fork; if (!$p) { sleep 1000 } "
            + $"foreach (16,0x4206) {{ $!=0; syscall({trace},$_,$p,0,0); print \"\".($!+0).\"\\n\" }}"
            + "print open(M,\"+<\",\"/proc/$p/mem\") ? \"open\" : \"$!\", \"\\n\"; kill 9,$p; waitpid $p,0;"
            + $"if (!fork) {{ print syscall({trace},0,0,0,0), \" asked itself\\n\"; exit }} wait;");
        Assert.That(seen, Is.EqualTo("1\n1\nRead-only file system\n0 asked itself"));
    }

    [Test]
    public async Task Socket_IsOfTheFamiliesThatProgramsUse()
    {
        var seen = await RunPerlAsync(
            "use Socket; for (0..45) { print \"$_ \" if socket(S,$_,SOCK_DGRAM,0) || $!+0!=97 } "
            + "print \"\\n\"; for (0..25) { print \"$_ \" if socket(S,16,SOCK_RAW,$_) || $!+0!=93 }");
        Assert.That(seen, Is.EqualTo("1 2 10 16 \n0 "));
    }

    [Test]
    public async Task CallsOfAnotherAbi_LeadNowhere()
    {
        if (!IsX64)
            Assert.Ignore("Only x86-64 has two more of them.");
        // A program of 32 bits that does nothing but exit with 7.
        byte[] code = [0x31, 0xC0, 0x40, 0x31, 0xDB, 0xB3, 0x07, 0xCD, 0x80];
        var program = Path.Combine(_fixture.Folders.Workspace, "i386");
        await File.WriteAllBytesAsync(program, I386Program(code));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var i386 = await _fixture.RunAsync("/workspace/i386 2>&1; echo $?");
        var x32 = await RunPerlAsync(Print(0x4000_0000 | 39, "0"));

        Assert.That(i386, Does.EndWith("159").Or.EndsWith("126"), "killed by SIGSYS, or a kernel without it");
        Assert.That(x32, Is.EqualTo("38"));
    }

    [Test]
    public async Task Debugger_StillRunsItsOwnProgram()
    {
        var seen = await _fixture.RunAsync(
            "command -v strace >/dev/null || { echo none; exit; }; strace -e trace=none -o /dev/null echo traced");
        Assert.That(seen, Is.EqualTo("traced").Or.EqualTo("none"));
    }

    private Task<string> RunPerlAsync(string script) => _fixture.RunAsync($"perl -e '$|=1; {script}'");

    private static string Print(uint call, string arguments) =>
        $"$!=0; syscall({call},{arguments}); print \"\".($!+0).\"\\n\";";

    private static uint Number(uint x64, uint arm64) => IsX64 ? x64 : arm64;

    private static byte[] I386Program(byte[] code)
    {
        const uint address = 0x0804_8000;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write([0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write((ushort)2); // an executable
        writer.Write((ushort)3); // for i386
        foreach (var word in new uint[] { 1, address + 84, 52, 0, 0 })
            writer.Write(word);
        foreach (var half in new ushort[] { 52, 32, 1, 0, 0, 0 })
            writer.Write(half);
        var size = 84 + (uint)code.Length;
        foreach (var word in new uint[] { 1, 0, address, address, size, size, 5, 0x1000 })
            writer.Write(word);
        writer.Write(code);
        return file.ToArray();
    }
}
