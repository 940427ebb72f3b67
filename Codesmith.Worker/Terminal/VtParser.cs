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
/// sequence that lies whole in the bytes.
/// </remarks>
internal sealed class VtParser
{
    private const byte Bell = 0x07;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1A;
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

    private int ReadOsc<TActions>(ReadOnlySpan<byte> bytes, ref TActions actions) where TActions : struct, IVtActions
    {
        int length = bytes.IndexOfAnyInRange((byte)0x00, (byte)0x1F);
        ReadOnlySpan<byte> payload = length < 0 ? bytes : bytes[..length];
        int room = _osc.Length - _oscLength;
        if (payload.Length > room)
        {
            _oscTruncated = true;
            payload[..room].CopyTo(_osc.AsSpan(_oscLength));
            _oscLength = _osc.Length;
        }
        else
        {
            payload.CopyTo(_osc.AsSpan(_oscLength));
            _oscLength += payload.Length;
        }
        if (length < 0)
            return bytes.Length;

        byte control = bytes[length];
        if (control is Bell or Escape)
            actions.OscDispatch(_osc.AsSpan(0, _oscLength), _oscTruncated, endedByBell: control == Bell);
        if (control == Bell)
            _state = VtState.Ground;
        else
            Anywhere(control, ref actions);
        return length + 1;
    }

    private int ReadDcs<TActions>(ReadOnlySpan<byte> bytes, ref TActions actions) where TActions : struct, IVtActions
    {
        int length = bytes.IndexOfAny(Escape, Cancel, Substitute);
        ReadOnlySpan<byte> data = length < 0 ? bytes : bytes[..length];
        if (!data.IsEmpty)
            actions.DcsPut(data);
        if (length < 0)
            return bytes.Length;
        actions.DcsUnhook();
        Anywhere(bytes[length], ref actions);
        return length + 1;
    }

    /// <summary>The transitions that hold in every state.</summary>
    /// <returns>Whether the byte was one of them.</returns>
    private bool Anywhere<TActions>(byte next, ref TActions actions) where TActions : struct, IVtActions
    {
        switch (next)
        {
            case Cancel or Substitute:
                _state = VtState.Ground;
                actions.Execute(next);
                return true;
            case Escape:
                BeginSequence();
                return true;
            default:
                return false;
        }
    }

    private void BeginSequence()
    {
        _sequence.Clear();
        _state = VtState.Escape;
    }

    /// <summary>One byte of a sequence. Bytes of 0x7F and above have no meaning there.</summary>
    private void Step<TActions>(byte next, ref TActions actions) where TActions : struct, IVtActions
    {
        if (Anywhere(next, ref actions) || next >= Delete)
            return;
        switch (_state)
        {
            case VtState.Escape or VtState.EscapeIntermediate:
                StepEscape(next, ref actions);
                break;
            case VtState.IgnoredString:
                break;
            default:
                StepSequence(next, ref actions);
                break;
        }
    }

    private void StepEscape<TActions>(byte next, ref TActions actions) where TActions : struct, IVtActions
    {
        if (next < 0x20)
        {
            actions.Execute(next);
            return;
        }
        if (next < 0x30)
        {
            _sequence.Intermediate(next);
            _state = VtState.EscapeIntermediate;
            return;
        }
        char introducer = _state == VtState.Escape ? (char)next : default;
        _state = introducer switch
        {
            '[' or 'P' => VtState.Entry,
            ']' => VtState.OscString,
            'X' or '^' or '_' => VtState.IgnoredString,
            _ => VtState.Ground,
        };
        _isDeviceControl = introducer == 'P';
        _oscLength = 0;
        _oscTruncated = false;
        if (_state == VtState.Ground)
            actions.EscapeDispatch(_sequence.End(next));
    }

    /// <summary>A byte of a control sequence, or of a device control string before its data.</summary>
    private void StepSequence<TActions>(byte next, ref TActions actions) where TActions : struct, IVtActions
    {
        bool ignored = _state == VtState.Ignore;
        if (next < 0x20)
        {
            if (!_isDeviceControl)
                actions.Execute(next);
        }
        else if (next < 0x40)
        {
            if (!ignored)
                _state = Collect(next);
        }
        else if (_isDeviceControl)
        {
            _state = ignored ? VtState.IgnoredString : VtState.DcsPassthrough;
            if (!ignored)
                actions.DcsHook(_sequence.End(next));
        }
        else
        {
            _state = VtState.Ground;
            if (!ignored)
                actions.CsiDispatch(_sequence.End(next));
        }
    }

    /// <summary>
    /// Takes a parameter, prefix or intermediate byte (0x20 to 0x3F); what is out of order spoils the whole.
    /// </summary>
    private VtState Collect(byte next)
    {
        if (next < 0x30)
        {
            _sequence.Intermediate(next);
            return VtState.Intermediate;
        }
        if (_state == VtState.Intermediate)
            return VtState.Ignore;
        if (next <= '9')
            _sequence.Digit(next);
        else if (next <= ';')
            _sequence.Separator(next);
        else if (_state == VtState.Entry)
            _sequence.Prefix(next);
        else
            return VtState.Ignore;
        return VtState.Parameter;
    }
}
