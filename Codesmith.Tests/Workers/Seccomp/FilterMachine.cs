using System.Buffers.Binary;

namespace Codesmith.Tests.Workers.Seccomp;

/// <summary>What the kernel does with a filter, for processors that this machine has not got.</summary>
internal static class FilterMachine
{
    public const uint Allow = 0x7FFF_0000;
    public const uint Kill = 0x8000_0000;

    private const uint Refuse = 0x0005_0000;

    /// <summary>"allowed", "killed", or the number of the error that the caller gets.</summary>
    public static string Ask(byte[] filter, uint abi, uint call, params ulong[] arguments)
    {
        var data = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(data, call);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), abi);
        foreach (var (index, argument) in arguments.Index())
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16 + 8 * index), argument);
        return Run(filter, data) switch
        {
            Allow => "allowed",
            Kill => "killed",
            var action => $"{action - Refuse}",
        };
    }

    private static uint Run(ReadOnlySpan<byte> filter, ReadOnlySpan<byte> data)
    {
        uint value = 0;
        for (var next = 0; ; next++)
        {
            var instruction = filter.Slice(next * 8, 8);
            var operand = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(instruction))
            {
                case 0x20:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)operand..]);
                    break;
                case 0x15:
                    next += value == operand ? instruction[2] : instruction[3];
                    break;
                case 0x35:
                    next += value >= operand ? instruction[2] : instruction[3];
                    break;
                case 0x45:
                    next += (value & operand) != 0 ? instruction[2] : instruction[3];
                    break;
                case 0x06:
                    return operand;
                case var code:
                    throw new NotSupportedException($"Instruction {code:x} at {next}.");
            }
        }
    }
}
