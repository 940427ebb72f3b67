using System.Globalization;
using System.Text;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>The typed text laid out in rows of cells.</summary>
/// <param name="Rows">At least one; each begins with the mark or its indentation.</param>
/// <param name="CursorRow">Index into <paramref name="Rows"/>.</param>
/// <param name="CursorColumn">In cells, from 0.</param>
internal sealed record InputPicture(IReadOnlyList<string> Rows, int CursorRow, int CursorColumn)
{
    internal const string Mark = "› ";
    private const string Indentation = "  ";
    private const string ShownTab = "    ";

    /// <summary>Lays the text out; of more than that many rows those around the cursor are kept.</summary>
    internal static InputPicture Draw(string text, int cursor, int columns, int maximumRows)
    {
        int limit = Math.Max(Mark.Length + 2, columns - 1);
        List<string> rows = [];
        var row = new StringBuilder(Mark);
        int used = Mark.Length;
        (int Row, int Column)? place = null;

        void BreakRow()
        {
            rows.Add(row.ToString());
            row.Clear().Append(Indentation);
            used = Indentation.Length;
        }

        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            string shown = element switch { "\n" => "", "\t" => ShownTab, _ => TerminalText.Escape(element) };
            int width = CellText.Width(shown);
            if (used + width > limit)
                BreakRow();
            if (elements.ElementIndex >= cursor)
                place ??= (rows.Count, used);
            row.Append(shown);
            used += width;
            if (element == "\n")
                BreakRow();
        }

        place ??= (rows.Count, used);
        rows.Add(row.ToString());

        int first = Math.Clamp(place.Value.Row - maximumRows + 1, 0, Math.Max(0, rows.Count - maximumRows));
        return new(rows.Skip(first).Take(maximumRows).ToList(), place.Value.Row - first, place.Value.Column);
    }
}
