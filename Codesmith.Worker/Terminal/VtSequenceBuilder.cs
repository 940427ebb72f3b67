namespace Codesmith.Worker.Terminal;

/// <summary>Collects the parts of the sequence that is being read.</summary>
internal sealed class VtSequenceBuilder
{
    private readonly ushort[] _parameters = new ushort[TerminalLimits.MaxParameters];
    private int _count;
    private int _value;
    private bool _hasValue;
    private uint _subparameters;
    private byte _prefix;
    private int _intermediates;
    private int _intermediateCount;
    private bool _truncated;

    public void Clear()
    {
        _count = 0;
        _value = 0;
        _hasValue = false;
        _subparameters = 0;
        _prefix = 0;
        _intermediates = 0;
        _intermediateCount = 0;
        _truncated = false;
    }

    public void Prefix(byte prefix) => _prefix = prefix;

    public void Intermediate(byte intermediate)
    {
        if (_intermediateCount == TerminalLimits.MaxIntermediates)
        {
            _truncated = true;
            return;
        }
        _intermediates |= intermediate << (8 * _intermediateCount++);
    }

    public void Digit(byte digit)
    {
        _value = Math.Min(_value * 10 + (digit - '0'), TerminalLimits.MaxParameterValue);
        _hasValue = true;
    }

    /// <summary>A semicolon or colon: ends one parameter and begins another.</summary>
    public void Separator(byte separator)
    {
        EndParameter();
        if (separator == ':' && _count < TerminalLimits.MaxParameters)
            _subparameters |= 1u << _count;
        _hasValue = true;
    }

    public VtSequence End(byte final)
    {
        if (_hasValue)
            EndParameter();
        return new VtSequence(
            _parameters.AsSpan(0, _count), _subparameters, final | _intermediates << 8 | _prefix << 24, _truncated);
    }

    /// <summary>
    /// Reads a control sequence that is ordinary and whole from the bytes after its introducer.
    /// </summary>
    /// <returns>
    /// Its length, or 0 if it must be read byte by byte: it is cut, has intermediates or exceeds a limit.
    /// </returns>
    public int ReadOrdinary(ReadOnlySpan<byte> bytes, out VtSequence sequence)
    {
        sequence = default;
        int position = 0;
        int count = 0;
        int prefix = 0;
        uint subparameters = 0;
        ushort[] parameters = _parameters;
        if (bytes.Length > 0 && bytes[0] is >= (byte)'<' and <= (byte)'?')
            prefix = bytes[position++];

        int first = position;
        int value = 0;
        while (position < bytes.Length)
        {
            int next = bytes[position++];
            int digit = next - '0';
            if ((uint)digit <= 9)
            {
                value = value * 10 + digit;
                if (value > TerminalLimits.MaxParameterValue)
                    return 0;
            }
            else if (next is ';' or ':')
            {
                // One place stays free for the parameter before the final byte.
                if (count >= parameters.Length - 1)
                    return 0;
                parameters[count++] = (ushort)value;
                value = 0;
                if (next == ':')
                    subparameters |= 1u << count;
            }
            else if (next is >= 0x40 and <= 0x7E)
            {
                if (position - 1 > first)
                    parameters[count++] = (ushort)value;
                sequence = new VtSequence(
                    parameters.AsSpan(0, count), subparameters, next | prefix << 24, truncated: false);
                return position;
            }
            else
            {
                return 0;
            }
        }
        return 0;
    }

    private void EndParameter()
    {
        if (_count == TerminalLimits.MaxParameters)
            _truncated = true;
        else
            _parameters[_count++] = (ushort)_value;
        _value = 0;
    }
}
