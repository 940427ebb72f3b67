using System.Runtime.InteropServices;
using static Codesmith.Supervisor.Workers.Seccomp.FilterInstruction;

namespace Codesmith.Supervisor.Workers.Seccomp;

/// <summary>From rules to the program that the kernel runs before every system call of a sandbox. Pure.</summary>
internal static class SeccompProgram
{
    // The actions of seccomp(2).
    private const uint Allow = 0x7FFF_0000;
    private const uint Refuse = 0x0005_0000;
    private const uint KillProcess = 0x8000_0000;

    // Where things are in seccomp_data.
    private const uint CallNumber = 0;
    private const uint Abi = 4;
    private const uint FirstArgument = 16;
    private const uint ArgumentSize = 8;
    private const uint HalfArgumentSize = 4;

    // A jump past the end of the rule, whose length is not known yet. No rule is as long.
    private const byte PastTheRule = byte.MaxValue;

    /// <summary>The filter of <see cref="SeccompRules"/>, as bubblewrap takes it.</summary>
    /// <exception cref="PlatformNotSupportedException">No filter is known for this processor.</exception>
    public static byte[] For(Architecture processor)
    {
        List<FilterInstruction> program =
        [
            // Another ABI of the same kernel, such as i386's, has other numbers for the same calls.
            Load(Abi),
            IfEqual(AbiOf(processor), 1, 0),
            Return(KillProcess),
            Load(CallNumber),
            IfAtLeast(SeccompRules.LastKnownCall + 1, 0, 1),
            Return(Refuse | (uint)ErrorNumber.NoSuchCall),
        ];
        foreach (var rule in SeccompRules.All)
        {
            if (rule.Call.NumberOn(processor) is { } number)
                program.AddRange(Compile(rule, number));
        }
        program.Add(Return(Allow));

        var bytes = new byte[program.Count * Size];
        foreach (var (index, instruction) in program.Index())
            instruction.Write(bytes.AsSpan(index * Size));
        return bytes;
    }

    private static uint AbiOf(Architecture processor) => processor switch
    {
        Architecture.X64 => 0xC000_003E, // AUDIT_ARCH_X86_64
        Architecture.Arm64 => 0xC000_00B7, // AUDIT_ARCH_AARCH64
        _ => throw new PlatformNotSupportedException(
            $"Codesmith has no system call filter for {processor}: sandboxes run on x86-64 and arm64."),
    };

    private static IEnumerable<FilterInstruction> Compile(SeccompRule rule, uint number)
    {
        List<FilterInstruction> body = [IfEqual(number, 0, PastTheRule)];
        foreach (var test in rule.Tests)
            body.AddRange([Load(PlaceOf(test)), .. Compile(test)]);
        body.Add(Return(Refuse | (uint)rule.Error));
        // The argument took the number's place.
        var rest = rule.Tests.Count > 0 ? [Load(CallNumber)] : Array.Empty<FilterInstruction>();
        return [.. body.Select((instruction, index) => Aimed(instruction, (byte)(body.Count - index - 1))), .. rest];
    }

    private static IEnumerable<FilterInstruction> Compile(ArgumentTest test) => test switch
    {
        ArgumentTest.IsOneOf any => any.Values.Select((value, index) => index < any.Values.Count - 1
            ? IfEqual(value, (byte)(any.Values.Count - index - 1), 0)
            : IfEqual(value, 0, PastTheRule)),
        ArgumentTest.IsNoneOf none => none.Values.Select(value => IfEqual(value, PastTheRule, 0)),
        ArgumentTest.HasAnyBitOf bits => [IfAnyBitOf(bits.Mask, 0, PastTheRule)],
        ArgumentTest.IsMoreThan more =>
        [
            IfAtLeast(more.Most + 1, 2, 0),
            Load(PlaceOf(test) + HalfArgumentSize),
            IfEqual(0, PastTheRule, 0),
        ],
        _ => throw new ArgumentException($"{test} cannot be compiled."),
    };

    // Both processors that there are filters for put the low half first.
    private static uint PlaceOf(ArgumentTest test) => FirstArgument + (ArgumentSize * (uint)test.Argument);

    private static FilterInstruction Aimed(FilterInstruction instruction, byte pastTheRule) => instruction with
    {
        IfTrue = instruction.IfTrue is PastTheRule ? pastTheRule : instruction.IfTrue,
        IfFalse = instruction.IfFalse is PastTheRule ? pastTheRule : instruction.IfFalse,
    };
}
