using System.Buffers.Text;

namespace Codesmith.Worker.Claude;

/// <summary>
/// Mends halves of surrogate pairs in JSON. JavaScript cuts texts in the middle of an emoji and writes the half that
/// is left as an escape (<c>\ud83d</c>); no text of .NET's can hold it, and reading it would fail.
/// </summary>
internal static class LoneSurrogates
{
    /// <summary>Length of an escape such as <c>\ud83d</c>.</summary>
    private const int Escape = 6;

    /// <summary>The same JSON with a replacement character in the place of each half.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json)
    {
        byte[]? mended = null;
        var bytes = json.Span;
        for (var at = bytes.IndexOf((byte)'\\'); at >= 0 && at < bytes.Length;)
        {
            var length = 2;
            if (CodeUnit(bytes[at..]) is { } unit)
            {
                length = Escape;
                if (char.IsHighSurrogate(unit) && CodeUnit(bytes[(at + Escape)..]) is { } next && char.IsLowSurrogate(next))
                    length = 2 * Escape;
                else if (char.IsSurrogate(unit))
                    "fffd"u8.CopyTo((mended ??= json.ToArray()).AsSpan(at + 2));
            }

            at += length;
            var skipped = at < bytes.Length ? bytes[at..].IndexOf((byte)'\\') : -1;
            at = skipped < 0 ? -1 : at + skipped;
        }

        return mended ?? json;
    }

    private static char? CodeUnit(ReadOnlySpan<byte> escape) =>
        escape.Length >= Escape && escape[0] == '\\' && escape[1] == 'u'
        && Utf8Parser.TryParse(escape[2..Escape], out ushort unit, out var used, 'x') && used == Escape - 2
            ? (char)unit
            : null;
}
