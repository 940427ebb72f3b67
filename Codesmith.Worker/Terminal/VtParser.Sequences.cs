namespace Codesmith.Worker.Terminal;

/// <summary>The state machine: sequences and strings, byte by byte, cut and interrupted anywhere.</summary>
internal sealed partial class VtParser
{
    private const byte Bell = 0x07;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1A;

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
