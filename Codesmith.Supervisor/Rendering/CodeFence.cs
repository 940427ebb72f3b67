namespace Codesmith.Supervisor.Rendering;

/// <summary>A fenced code block that is open at some place of a text.</summary>
/// <param name="Mark">Its fence: three or more backticks or tildes.</param>
/// <param name="Language">The first word behind it; may be empty.</param>
internal sealed record CodeFence(string Mark, string Language)
{
    private const int ShortestMark = 3;

    /// <summary>
    /// A longer opening line is not repeated in the next piece: fences are a few characters, and one as long as a post
    /// would leave no room for the text.
    /// </summary>
    private const int LongestOpening = 24;

    public string Opening => $"{Mark}{Language}\n";

    /// <summary>
    /// What a line makes of the fence that was open before it. A fence may be indented by anything: in nested lists it
    /// is, and chats do not look at that as CommonMark does.
    /// </summary>
    /// <param name="open">The fence open before the line; null if none.</param>
    /// <param name="line">The whole line, with or without its end.</param>
    /// <returns>The fence open behind the line; null if none.</returns>
    public static CodeFence? After(CodeFence? open, ReadOnlySpan<char> line)
    {
        var rest = line.TrimEnd("\r\n").TrimStart(" \t");
        if (rest.Length < ShortestMark || rest[0] is not ('`' or '~'))
            return open;
        char mark = rest[0];
        int length = rest.IndexOfAnyExcept(mark) is var end and >= 0 ? end : rest.Length;
        var info = rest[length..].Trim();
        if (open is not null)
            return mark == open.Mark[0] && length >= open.Mark.Length && info.IsEmpty ? null : open;
        if (length < ShortestMark || (mark == '`' && info.Contains('`')))
            return null;
        var language = info.IndexOfAny(" \t") is var word and >= 0 ? info[..word] : info;
        if (length > LongestOpening)
            return null;
        return new CodeFence(
            new string(mark, length), length + language.Length > LongestOpening ? "" : language.ToString());
    }
}
