namespace Codesmith.Worker.Terminal;

/// <summary>SGR: applies the parameters to a style. What it does not know it skips.</summary>
internal static class GraphicRendition
{
    private const int BrightColors = 8;

    public static void Apply(in VtSequence sequence, ref CellStyle style)
    {
        ReadOnlySpan<ushort> parameters = sequence.Parameters;
        if (parameters.IsEmpty)
        {
            style = default;
            return;
        }
        for (int index = 0; index < parameters.Length; index++)
        {
            int parameter = parameters[index];
            switch (parameter)
            {
                case 0: style = default; break;
                case 1: style.Attributes |= CellAttributes.Bold; break;
                case 2: style.Attributes |= CellAttributes.Faint; break;
                case 3: style.Attributes |= CellAttributes.Italic; break;
                case 4:
                    // 4:0 is none; the other kinds (double, curly, dotted, dashed) are underlines all the same.
                    bool none = sequence.IsSubparameter(index + 1) && parameters[index + 1] == 0;
                    Set(ref style, CellAttributes.Underline, !none);
                    break;
                case 5 or 6: style.Attributes |= CellAttributes.Blink; break;
                case 7: style.Attributes |= CellAttributes.Inverse; break;
                case 8: style.Attributes |= CellAttributes.Invisible; break;
                case 9: style.Attributes |= CellAttributes.Strikethrough; break;
                case 21: style.Attributes |= CellAttributes.Underline; break;
                case 22: style.Attributes &= ~(CellAttributes.Bold | CellAttributes.Faint); break;
                case 23: style.Attributes &= ~CellAttributes.Italic; break;
                case 24: style.Attributes &= ~CellAttributes.Underline; break;
                case 25: style.Attributes &= ~CellAttributes.Blink; break;
                case 27: style.Attributes &= ~CellAttributes.Inverse; break;
                case 28: style.Attributes &= ~CellAttributes.Invisible; break;
                case 29: style.Attributes &= ~CellAttributes.Strikethrough; break;
                case >= 30 and <= 37: style.Foreground = CellColor.Indexed(parameter - 30); break;
                case 38: index += Extended(in sequence, index, ref style.Foreground); break;
                case 39: style.Foreground = default; break;
                case >= 40 and <= 47: style.Background = CellColor.Indexed(parameter - 40); break;
                case 48: index += Extended(in sequence, index, ref style.Background); break;
                case 49: style.Background = default; break;
                case 58:
                    CellColor underline = default;
                    index += Extended(in sequence, index, ref underline);
                    break;
                case >= 90 and <= 97: style.Foreground = CellColor.Indexed(parameter - 90 + BrightColors); break;
                case >= 100 and <= 107: style.Background = CellColor.Indexed(parameter - 100 + BrightColors); break;
            }
            while (sequence.IsSubparameter(index + 1))
                index++;
        }
    }

    private static void Set(ref CellStyle style, CellAttributes attribute, bool on) =>
        style.Attributes = on ? style.Attributes | attribute : style.Attributes & ~attribute;

    /// <summary>
    /// The colour after 38, 48 or 58: <c>;5;index</c>, <c>;2;r;g;b</c>, and with colons also with a colour space
    /// (<c>:2:space:r:g:b</c>). An incomplete one changes nothing.
    /// </summary>
    /// <returns>How many parameters it took.</returns>
    private static int Extended(in VtSequence sequence, int index, ref CellColor color)
    {
        ReadOnlySpan<ushort> rest = sequence.Parameters[(index + 1)..];
        if (rest.IsEmpty)
            return 0;
        bool joined = sequence.IsSubparameter(index + 1);
        if (joined)
        {
            int length = 1;
            while (length < rest.Length && sequence.IsSubparameter(index + 1 + length))
                length++;
            rest = rest[..length];
        }
        switch (rest[0])
        {
            case 5 when rest.Length >= 2:
                if (rest[1] <= byte.MaxValue)
                    color = CellColor.Indexed(rest[1]);
                return 2;
            case 2 when rest.Length >= 4:
                ReadOnlySpan<ushort> rgb = joined && rest.Length >= 5 ? rest[2..5] : rest[1..4];
                if (rgb[0] <= byte.MaxValue && rgb[1] <= byte.MaxValue && rgb[2] <= byte.MaxValue)
                    color = CellColor.Rgb(rgb[0], rgb[1], rgb[2]);
                return joined ? rest.Length : 4;
            case 2 or 5:
                return rest.Length;
            default:
                return 1;
        }
    }
}
