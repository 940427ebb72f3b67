namespace Codesmith.Worker.Terminal;

/// <summary>
/// Decodes UTF-8 byte by byte, so that a character may be cut anywhere. An ill-formed sequence gives one U+FFFD for
/// each maximal subpart, as Unicode recommends and as <see cref="System.Text.Encoding.UTF8"/> does.
/// </summary>
internal struct Utf8Decoder
{
    public const int Replacement = 0xFFFD;

    private int _codePoint;
    private int _missing;
    private byte _lowest;
    private byte _highest;

    /// <summary>Whether a character has begun and is not complete.</summary>
    public readonly bool IsPending => _missing > 0;

    /// <summary>Takes one byte.</summary>
    /// <param name="next">0x80 or above; any while <see cref="IsPending"/>.</param>
    /// <param name="codePoint">The character that is complete with it, or -1.</param>
    /// <returns>Whether the byte was used; if not, it begins something new.</returns>
    public bool Take(byte next, out int codePoint)
    {
        if (_missing == 0)
        {
            codePoint = Begin(next) ? -1 : Replacement;
            return true;
        }
        if (next < _lowest || next > _highest)
        {
            _missing = 0;
            codePoint = Replacement;
            return false;
        }
        _codePoint = _codePoint << 6 | next & 0x3F;
        (_lowest, _highest) = (0x80, 0xBF);
        codePoint = --_missing == 0 ? _codePoint : -1;
        return true;
    }

    private bool Begin(byte lead)
    {
        // The range of the second byte rules out overlong forms, surrogates and values above U+10FFFF.
        (_missing, _codePoint, _lowest, _highest) = lead switch
        {
            >= 0xC2 and <= 0xDF => (1, lead & 0x1F, (byte)0x80, (byte)0xBF),
            0xE0 => (2, 0, (byte)0xA0, (byte)0xBF),
            0xED => (2, 0x0D, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => (2, lead & 0x0F, (byte)0x80, (byte)0xBF),
            0xF0 => (3, 0, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => (3, lead & 0x07, (byte)0x80, (byte)0xBF),
            0xF4 => (3, 4, (byte)0x80, (byte)0x8F),
            _ => (0, 0, (byte)0, (byte)0),
        };
        return _missing > 0;
    }
}
