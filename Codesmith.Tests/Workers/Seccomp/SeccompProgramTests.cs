using Codesmith.Supervisor.Workers.Seccomp;
using NUnit.Framework;
using Processor = System.Runtime.InteropServices.Architecture;

namespace Codesmith.Tests.Workers.Seccomp;

internal sealed class SeccompProgramTests
{
    private const uint AbiOfX64 = 0xC000_003E;
    private const uint AbiOfArm64 = 0xC000_00B7;
    private const uint AbiOfI386 = 0x4000_0003;
    private const uint AbiOfArm = 0x4000_0028;

    private const ulong Garbage = 0xDEAD_BEEF_0000_0000;

    private static readonly byte[] ForX64 = SeccompProgram.For(Processor.X64);
    private static readonly byte[] ForArm64 = SeccompProgram.For(Processor.Arm64);

    [TestCase("keyctl", 250u, 219u)]
    [TestCase("bpf", 321u, 280u)]
    [TestCase("perf_event_open", 298u, 241u)]
    [TestCase("mount", 165u, 40u)]
    [TestCase("setns", 308u, 268u)]
    [TestCase("init_module", 175u, 105u)]
    [TestCase("process_vm_readv", 310u, 270u)]
    [TestCase("io_uring_setup", 425u, 425u)]
    public void Call_ThatNobodyNeedsIsRefusedOnBothProcessors(string name, uint x64, uint arm64)
    {
        Assert.That(AskX64(x64), Is.EqualTo("1"), name);
        Assert.That(AskArm64(arm64), Is.EqualTo("1"), name);
    }

    [TestCase("read", 0u, 63u)]
    [TestCase("execve", 59u, 221u)]
    [TestCase("mmap", 9u, 222u)]
    [TestCase("inotify_init1", 294u, 26u)]
    [TestCase("seccomp", 317u, 277u)]
    [TestCase("statx", 332u, 291u)]
    [TestCase("file_setattr", 469u, 469u)]
    public void Call_OfAnOrdinaryProgramIsAllowedOnBothProcessors(string name, uint x64, uint arm64)
    {
        Assert.That(AskX64(x64), Is.EqualTo("allowed"), name);
        Assert.That(AskArm64(arm64), Is.EqualTo("allowed"), name);
    }

    [TestCase("a thread", 0x3D0F00u, "allowed")]
    [TestCase("posix_spawn", 0x4111u, "allowed")]
    [TestCase("CLONE_IO", 0x8000_0000u, "allowed")]
    [TestCase("CLONE_NEWNS", 0x0002_0000u, "1")]
    [TestCase("CLONE_NEWCGROUP", 0x0200_0000u, "1")]
    [TestCase("CLONE_NEWUTS", 0x0400_0000u, "1")]
    [TestCase("CLONE_NEWIPC", 0x0800_0000u, "1")]
    [TestCase("CLONE_NEWUSER and a signal", 0x1000_0011u, "1")]
    [TestCase("CLONE_NEWPID", 0x2000_0000u, "1")]
    [TestCase("CLONE_NEWNET", 0x4000_0000u, "1")]
    public void Clone_MakesProcessesAndNoNamespaces(string what, uint flags, string answer)
    {
        Assert.That(AskX64(56, flags), Is.EqualTo(answer), what);
        Assert.That(AskX64(56, flags | Garbage), Is.EqualTo(answer), what);
        Assert.That(AskArm64(220, flags), Is.EqualTo(answer), what);
        Assert.That(AskX64(272, flags), Is.EqualTo(answer), "unshare");
    }

    [Test]
    public void Clone3_WhoseFlagsNoFilterSeesIsNotThere() => Assert.That(AskX64(435), Is.EqualTo("38"));

    [Test]
    public void NewTimeNamespace_IsRefusedWhereItsBitIsNoSignal()
    {
        Assert.That(AskX64(272, 0x80), Is.EqualTo("1"));
        Assert.That(AskX64(56, 0x80), Is.EqualTo("allowed"));
    }

    [TestCase(0x5412u, "1")]
    [TestCase(0x541Cu, "1")]
    [TestCase(0x5423u, "1")]
    [TestCase(0x5413u, "allowed")]
    [TestCase(165u, "allowed", TestName = "An ioctl with the number of mount")]
    public void Ioctl_IsJudgedByTheBitsThatTheKernelSees(uint command, string answer)
    {
        Assert.That(AskX64(16, 0, command), Is.EqualTo(answer));
        Assert.That(AskX64(16, 0, command | Garbage), Is.EqualTo(answer));
        Assert.That(AskArm64(29, 0, command | Garbage), Is.EqualTo(answer));
    }

    [TestCase(56ul, "allowed")]
    [TestCase(1024ul * 1024, "allowed")]
    [TestCase(1024ul * 1024 + 1, "22")]
    [TestCase(ulong.MaxValue, "22")]
    [TestCase(0x1_0000_0000ul, "22", TestName = "Shared memory: only the upper half says how much")]
    public void SharedMemory_OfNoProcessIsSmall(ulong size, string answer)
    {
        Assert.That(AskX64(29, 0, size), Is.EqualTo(answer));
        Assert.That(AskArm64(194, 0, size), Is.EqualTo(answer));
    }

    [TestCase(0u, "allowed", TestName = "Ptrace: one that asks to be traced")]
    [TestCase(7u, "allowed", TestName = "Ptrace: going on")]
    [TestCase(16u, "1", TestName = "Ptrace: attaching")]
    [TestCase(0x4206u, "1", TestName = "Ptrace: seizing")]
    public void Ptrace_IsForProgramsThatAskedForIt(uint request, string answer) =>
        Assert.That(AskX64(101, request), Is.EqualTo(answer));

    [TestCase(0xFFFF_FFFFu, "allowed")]
    [TestCase(0x0004_0000u, "allowed")]
    [TestCase(0x0040_0000u, "1", TestName = "READ_IMPLIES_EXEC")]
    [TestCase(0x0010_0000u, "1", TestName = "MMAP_PAGE_ZERO")]
    public void Personality_IsAnOrdinaryOne(uint persona, string answer) =>
        Assert.That(AskX64(135, persona), Is.EqualTo(answer));

    [TestCase(1u, 0u, "allowed")]
    [TestCase(2u, 6u, "allowed")]
    [TestCase(10u, 58u, "allowed")]
    [TestCase(16u, 0u, "allowed")]
    [TestCase(16u, 15u, "93", TestName = "NETLINK_KOBJECT_UEVENT")]
    [TestCase(16u, 12u, "93", TestName = "NETLINK_NETFILTER")]
    [TestCase(2u, 132u, "93", TestName = "SCTP")]
    [TestCase(10u, 255u, "93", TestName = "IPPROTO_RAW")]
    [TestCase(17u, 0u, "97", TestName = "AF_PACKET")]
    [TestCase(38u, 0u, "97", TestName = "AF_ALG")]
    [TestCase(40u, 0u, "97", TestName = "AF_VSOCK")]
    [TestCase(0u, 0u, "97", TestName = "AF_UNSPEC")]
    public void Socket_IsOfAFamilyAndProtocolThatProgramsUse(uint family, uint protocol, string answer)
    {
        Assert.That(AskX64(41, family, 1, protocol), Is.EqualTo(answer));
        Assert.That(AskX64(41, family | Garbage, 1, protocol | Garbage), Is.EqualTo(answer));
        Assert.That(AskArm64(198, family, 1, protocol), Is.EqualTo(answer));
    }

    [Test]
    public void OtherAbi_IsTheEndOfTheProgram()
    {
        Assert.That(FilterMachine.Ask(ForX64, AbiOfI386, 20), Is.EqualTo("killed"));
        Assert.That(FilterMachine.Ask(ForX64, AbiOfArm64, 63), Is.EqualTo("killed"));
        Assert.That(FilterMachine.Ask(ForArm64, AbiOfArm, 20), Is.EqualTo("killed"));
    }

    [TestCase(470u)]
    [TestCase(520u, TestName = "An x32 call of its own, execve")]
    [TestCase(0x4000_0000u | 39u, TestName = "x32: getpid")]
    [TestCase(0x4000_0000u | 165u, TestName = "x32: mount")]
    [TestCase(uint.MaxValue)]
    public void Call_ThatWasNeverJudgedIsNotThere(uint number) => Assert.That(AskX64(number), Is.EqualTo("38"));

    [Test]
    public void Program_FitsIntoTheKernelAndIsOfWholeInstructions()
    {
        foreach (var program in new[] { ForX64, ForArm64 })
        {
            Assert.That(program.Length % 8, Is.Zero);
            Assert.That(program.Length / 8, Is.LessThan(4096));
        }
    }

    [Test]
    public void OtherProcessor_IsRefused() =>
        Assert.That(() => SeccompProgram.For(Processor.RiscV64), Throws.InstanceOf<PlatformNotSupportedException>());

    private static string AskX64(uint call, params ulong[] arguments) =>
        FilterMachine.Ask(ForX64, AbiOfX64, call, arguments);

    private static string AskArm64(uint call, params ulong[] arguments) =>
        FilterMachine.Ask(ForArm64, AbiOfArm64, call, arguments);
}
