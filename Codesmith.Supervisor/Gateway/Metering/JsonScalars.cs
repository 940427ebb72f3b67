using System.Text;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>
/// Finds the short strings, numbers and literals of a JSON text that comes in any pieces, with where they stand. It
/// keeps a few hundred bytes, however long the text, and never fails: what is no JSON finds nothing, or nonsense.
/// </summary>
/// <param name="onScalar">
/// Takes a path, such as <c>message.usage.input_tokens</c>, the value as written, or null for a string that is long or
/// has escapes, and its bytes.
/// </param>
internal sealed class JsonScalars(Action<string, string?, long> onScalar)
{
    /// <summary>Nothing that is looked for is deeper.</summary>
    private const int MostDepth = 4;

    /// <summary>Longer strings, above all what the model says, are passed over. A model's name has about 30.</summary>
    private const int MostBytes = 128;

    private readonly string?[] _keys = new string?[MostDepth + 1]; // by depth, from 1
    private readonly byte[] _text = new byte[MostBytes];
    private int _depth;
    private int _length;
    private long _bytes;
    private bool _isTooLong;
    private bool _isPending;
    private Place _place;

    private enum Place
    {
        Between,
        InString,
        AfterBackslash,
    }

    /// <summary>Begins another text.</summary>
    public void Reset()
    {
        _depth = 0;
        _place = Place.Between;
        Forget();
    }

    /// <summary>The next piece of the text.</summary>
    public void Read(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_place == Place.InString)
            {
                int end = piece.IndexOfAny((byte)'"', (byte)'\\');
                Keep(end < 0 ? piece : piece[..end]);
                if (end < 0)
                    return;
                _place = piece[end] == '"' ? Place.Between : Place.AfterBackslash;
                piece = piece[(end + 1)..];
                continue;
            }

            if (_place == Place.AfterBackslash)
            {
                // No name or number that is looked for is written with escapes.
                _isTooLong = true;
                _bytes++;
                _place = Place.InString;
            }
            else
            {
                Take(piece[0]);
            }

            piece = piece[1..];
        }
    }

    private void Take(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                Forget();
                _isPending = true;
                _place = Place.InString;
                break;
            case (byte)'{' or (byte)'[':
                Forget();
                _depth++;
                SetKey(value == '[' ? "[]" : null);
                break;
            case (byte)'}' or (byte)']':
                Tell();
                _depth = Math.Max(0, _depth - 1);
                break;
            case (byte)',':
                Tell();
                break;
            case (byte)':':
                SetKey(_isTooLong ? null : Encoding.UTF8.GetString(_text, 0, _length));
                Forget();
                break;
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                break;
            default:
                _isPending = true;
                Keep([value]);
                break;
        }
    }

    private void SetKey(string? key)
    {
        if (_depth is > 0 and <= MostDepth)
            _keys[_depth] = key;
    }

    private void Tell()
    {
        if (_isPending && _depth is > 0 and <= MostDepth)
        {
            var path = _keys.AsSpan(1, _depth);
            if (!path.Contains(null))
            {
                onScalar(
                    string.Join('.', path), _isTooLong ? null : Encoding.UTF8.GetString(_text, 0, _length), _bytes);
            }
        }

        Forget();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _bytes += bytes.Length;
        _isTooLong |= bytes.Length > MostBytes - _length;
        if (_isTooLong)
            return;
        bytes.CopyTo(_text.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Forget()
    {
        _length = 0;
        _bytes = 0;
        _isTooLong = false;
        _isPending = false;
    }
}
