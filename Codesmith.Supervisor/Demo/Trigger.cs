using System.Text.RegularExpressions;

namespace Codesmith.Supervisor.Demo;

/// <summary>The word in a prompt that chooses a scenario, and what of the prompt is its argument.</summary>
/// <param name="Usage">As people read it, such as <c>LINES:&lt;n&gt;</c>.</param>
/// <param name="Pattern">Matches word and argument; the argument is the first group.</param>
internal sealed record Trigger(string Usage, Regex Pattern)
{
    // Capitals, and no part of a longer word: ordinary prose triggers nothing.
    private const string Start = "(?<![A-Z0-9_])";
    private const string End = "(?![A-Z0-9_])";

    /// <summary>The word alone.</summary>
    public static Trigger Word(string word) => Of(word, $"{word}{End}");

    /// <summary>The word and, after a colon, everything up to the next space.</summary>
    public static Trigger WithWord(string word, string argument) => Of($"{word}:<{argument}>", $@"{word}:(\S+)");

    /// <summary>The word and, after a colon, the rest of its line.</summary>
    public static Trigger WithLine(string word, string argument) => Of($"{word}:<{argument}>", $@"{word}:([^\n]*)");

    /// <summary>The word and, after a colon, the rest of the prompt.</summary>
    public static Trigger WithRest(string word, string argument) => Of($"{word}:<{argument}>", $@"{word}:([\s\S]*)");

    /// <summary>The word, alone or with a file name after a colon.</summary>
    public static Trigger WithFile(string word) => Of($"{word}[:<file>]", $@"{word}(?::([\w./-]+)|{End})");

    /// <summary>The word with an HTTP status directly after it.</summary>
    public static Trigger WithStatus(string word) => Of($"{word}<status>", $@"{word}([45]\d\d)(?!\d)");

    /// <summary>The word with an HTTP status after it and, after an x, a number.</summary>
    public static Trigger WithStatusAndCount(string word) => Of($"{word}<status>[x<n>]", $@"{word}([45]\d\d(?:x\d{{1,4}})?)(?!\d)");

    private static Trigger Of(string usage, string pattern) =>
        new(usage, new Regex(Start + pattern, RegexOptions.CultureInvariant));
}
