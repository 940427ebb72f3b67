using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>Text measured in the cells that it takes on a terminal.</summary>
internal static class CellText
{
    /// <summary>The cells of one character as people see it.</summary>
    internal static int Width(string element) => Math.Max(0, element.GetCellWidth());

    /// <summary>The text cut with an ellipsis so that it takes no more cells than that.</summary>
    internal static string Fit(string text, int cells)
    {
        if (cells <= 0)
            return "";

        var fitted = new StringBuilder();
        int used = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            used += Width(element);
            if (used > cells)
                return Shorten(fitted, cells).Append('…').ToString();
            fitted.Append(element);
        }

        return fitted.ToString();
    }

    private static StringBuilder Shorten(StringBuilder text, int cells)
    {
        while (text.Length > 0 && text.ToString().GetCellWidth() >= cells)
            text.Remove(text.Length - 1, 1);
        if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
            text.Remove(text.Length - 1, 1);
        return text;
    }
}
