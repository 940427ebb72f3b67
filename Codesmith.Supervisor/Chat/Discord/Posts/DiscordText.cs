namespace Codesmith.Supervisor.Chat.Discord.Posts;

/// <summary>Pieces of text in Discord's Markdown.</summary>
internal static class DiscordText
{
    private const string Special = "\\*_~|[]<`";

    /// <summary>What means something at the start of a line only.</summary>
    private const string SpecialAtStart = "#>-";

    /// <summary>The text, or its beginning with an ellipsis; never half a character.</summary>
    public static string Clip(string text, int most)
    {
        if (text.Length <= most)
            return text;
        int end = most - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>Text that is shown as it is, whatever it looks like.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Select((character, index) =>
            Special.Contains(character) || (SpecialAtStart.Contains(character) && (index == 0 || text[index - 1] == '\n'))
                ? $"\\{character}"
                : character.ToString()));

    /// <summary>A line in the type of code. Discord has no way to write a backtick in it.</summary>
    public static string Code(string line) => $"`{line.Replace('`', '\'').ReplaceLineEndings(" ")}`";

    /// <summary>A block in the type of code, of at most so many characters with its fences.</summary>
    public static string Block(string text, int most)
    {
        const int fences = 8;
        // Discord knows no longer fences: runs inside are broken by unseen spaces, so that none is of three.
        string inside = Clip(text.Replace("``", "`\u200b`", StringComparison.Ordinal), most - fences);
        return $"```\n{inside}\n```";
    }
}
