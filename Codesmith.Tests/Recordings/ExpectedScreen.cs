namespace Codesmith.Tests.Recordings;

/// <summary>
/// What a reference terminal shows after so many outputs: its state (cursor, visibility, buffer and title, as the file
/// has them), and one text and one list of styles a row.
/// </summary>
internal sealed record ExpectedScreen(
    int Outputs, string State, IReadOnlyList<string> Texts, IReadOnlyList<string> Styles)
{
    /// <summary>Reads an expected.screen, whose format README.md describes.</summary>
    public static IEnumerable<ExpectedScreen> Read(RecordedSession session)
    {
        string[] lines = session.ExpectedScreen();
        string[] texts = Blank(session.Rows);
        string[] styles = Blank(session.Rows);
        for (int index = 1; index < lines.Length;)
        {
            string[] head = lines[index++].Split(' ', 3);
            for (; index < lines.Length && lines[index][0] != '@'; index++)
            {
                string line = lines[index];
                if (line[0] == '!')
                    continue;
                int mark = line.IndexOfAny(['|', ':']);
                int row = int.Parse(line.AsSpan(0, mark));
                (line[mark] == '|' ? texts : styles)[row] = line[(mark + 1)..];
            }
            yield return new ExpectedScreen(int.Parse(head[1]), head[2], [.. texts], [.. styles]);
        }
    }

    private static string[] Blank(int rows) => [.. Enumerable.Repeat("", rows)];
}
