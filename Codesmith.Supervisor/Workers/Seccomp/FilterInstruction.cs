using System.Buffers.Binary;

namespace Codesmith.Supervisor.Workers.Seccomp;

/// <summary>One instruction of a classic BPF program: the kernel's <c>sock_filter</c>.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Operand">What it does it with.</param>
/// <param name="IfTrue">Instructions to skip when a comparison holds.</param>
/// <param name="IfFalse">The same when it does not.</param>
internal readonly record struct FilterInstruction(ushort Code, uint Operand, byte IfTrue = 0, byte IfFalse = 0)
{
    /// <summary>Bytes of an instruction.</summary>
    public const int Size = 8;

    private const ushort LoadWord = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private const ushort JumpIfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private const ushort JumpIfAtLeast = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private const ushort JumpIfAnyBit = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private const ushort ReturnValue = 0x06; // BPF_RET | BPF_K

    /// <summary>Loads 32 bits of the kernel's <c>seccomp_data</c>.</summary>
    public static FilterInstruction Load(uint offset) => new(LoadWord, offset);

    public static FilterInstruction IfEqual(uint value, byte ifTrue, byte ifFalse) =>
        new(JumpIfEqual, value, ifTrue, ifFalse);

    public static FilterInstruction IfAtLeast(uint value, byte ifTrue, byte ifFalse) =>
        new(JumpIfAtLeast, value, ifTrue, ifFalse);

    public static FilterInstruction IfAnyBitOf(uint mask, byte ifTrue, byte ifFalse) =>
        new(JumpIfAnyBit, mask, ifTrue, ifFalse);

    public static FilterInstruction Return(uint action) => new(ReturnValue, action);

    /// <summary>As the kernel reads it. Both processors that there are filters for put the low byte first.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, Code);
        target[2] = IfTrue;
        target[3] = IfFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Operand);
    }
}
