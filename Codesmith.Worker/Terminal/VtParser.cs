using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Codesmith.Worker.Terminal;

/// <summary>
/// Divides the bytes of a terminal into characters, controls and sequences (<see cref="IVtActions"/>). Bytes may be cut
/// anywhere; nothing throws; nothing is allocated.
/// </summary>
/// <remarks>
/// The state machine reads byte by byte and could do everything alone. Three ways around it carry the load of a real
/// program: runs of ASCII, a character repeated (two fifths of what a text interface sends are rules), and a control
/// sequence that lies whole in the bytes. These are here; the state machine is in the file beside this one.
/// </remarks>
internal sealed partial class VtParser
{
    private const byte Escape = 0x1B;
    private const byte Delete = 0x7F;

    private readonly VtSequenceBuilder _sequence = new();
    private readonly byte[] _osc = new byte[TerminalLimits.MaxOscBytes];
    private int _oscLength;
    private bool _oscTruncated;
    private Utf8Decoder _utf8;
    private VtState _state;
    private bool _isDeviceControl;

    public void Advance<TActions>(ReadOnlySpan<byte> bytes, ref TActions actions) where TActions : struct, IVtActions
    {
        while (!bytes.IsEmpty)
        {
            int used = 1;
            switch (_state)
            {
                case VtState.Ground:
                    used = ReadGround(bytes, ref actions);
                    break;
                case VtState.OscString:
                    used = ReadOsc(bytes, ref actions);
                    break;
                case VtState.DcsPassthrough:
                    used = ReadDcs(bytes, ref actions);
                    break;
                default:
                    Step(bytes[0], ref actions);
                    break;
            }
            bytes = bytes[used..];
        }
    }

    /// <summary>Reads until the bytes end or a sequence begins that must be read byte by byte.</summary>
    private int ReadGround<TActions>(ReadOnlySpan<byte> bytes, ref TActions actions) where TActions : struct, IVtActions
    {
        int position = _utf8.IsPending ? ReadCharacter(bytes, ref actions) : 0;
        while (position < bytes.Length)
        {
            byte next = bytes[position];
            if (next is >= 0x20 and < Delete)
            {
                int length = PrintableLength(bytes[position..]);
                actions.Print(bytes.Slice(position, length));
                position += length;
            }
            else if (next == Escape)
            {
                position++;
                if (position == bytes.Length || bytes[position] != '[')
                {
                    BeginSequence();
                    return position;
                }
                int length = _sequence.ReadOrdinary(bytes[(position + 1)..], out VtSequence sequence);
                if (length == 0)
                {
                    BeginSequence();
                    return position;
                }
                actions.CsiDispatch(in sequence);
                position += length + 1;
            }
            else if (next < 0x20)
            {
                actions.Execute(next);
                position++;
            }
            else if (next == Delete)
            {
                position++;
            }
            else
            {
                position += ReadCharacters(bytes[position..], ref actions);
            }
        }
        return position;
    }

    private static int PrintableLength(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte start = ref MemoryMarshal.GetReference(bytes);
            for (; length <= bytes.Length - Vector128<byte>.Count; length += Vector128<byte>.Count)
            {
                Vector128<byte> block = Vector128.LoadUnsafe(ref start, (nuint)length);
                Vector128<byte> outside = Vector128.GreaterThan(
                    block - Vector128.Create((byte)0x20), Vector128.Create((byte)(Delete - 1 - 0x20)));
                uint mask = outside.ExtractMostSignificantBits();
                if (mask != 0)
                    return length + int.TrailingZeroCount((int)mask);
            }
        }
        while (length < bytes.Length && bytes[length] is >= 0x20 and < Delete)
            length++;
        return length;
    }

    /// <summary>
    /// Reads a character outside ASCII, with its repetitions where it has three bytes as rules and blocks do.
    /// </summary>
    private int ReadCharacters<TActions>(ReadOnlySpan<byte> bytes, ref TActions actions)
        where TActions : struct, IVtActions
    {
        if (bytes.Length < 3 || (bytes[0] & 0xF0) != 0xE0 || (bytes[1] & 0xC0) != 0x80 || (bytes[2] & 0xC0) != 0x80)
            return ReadCharacter(bytes, ref actions);
        int codePoint = (bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | bytes[2] & 0x3F;
        if (codePoint < 0x800 || codePoint is >= 0xD800 and <= 0xDFFF)
            return ReadCharacter(bytes, ref actions);

        int count = 1;
        if (bytes.Length >= 6 && bytes[3] == bytes[0] && bytes[4] == bytes[1] && bytes[5] == bytes[2])
            count += bytes.CommonPrefixLength(bytes[3..]) / 3;
        actions.Print(codePoint, count);
        return 3 * count;
    }

    /// <summary>Reads one character byte by byte, as far as the bytes reach.</summary>
    private int ReadCharacter<TActions>(ReadOnlySpan<byte> bytes, ref TActions actions)
        where TActions : struct, IVtActions
    {
        int position = 0;
        do
        {
            if (_utf8.Take(bytes[position], out int codePoint))
                position++;
            if (codePoint is >= 0x80 and <= 0x9F)
                actions.Execute((byte)codePoint);
            else if (codePoint >= 0)
                actions.Print(codePoint, 1);
        }
        while (_utf8.IsPending && position < bytes.Length);
        return position;
    }
}
