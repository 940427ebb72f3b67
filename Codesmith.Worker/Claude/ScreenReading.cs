using System.Text.RegularExpressions;
using Codesmith.Worker.Terminal;

namespace Codesmith.Worker.Claude;

/// <summary>
/// What the picture on Claude Code's terminal means, as far as no better source says it. Read by markers, never by
/// position or by the words of a spinner.
/// </summary>
/// <param name="IsIdle">The window title's mark of rest.</param>
/// <param name="Retry">The line about a retry that waits, if there is one.</param>
/// <param name="Menu">The choice on the screen, if there is one.</param>
/// <param name="PromptBox">The text in the prompt box; null when no box is seen.</param>
internal sealed partial record ScreenReading(bool IsIdle, RetryNotice? Retry, ScreenMenu? Menu, string? PromptBox)
{
    private const char IdleMark = '✳';

    /// <summary>Whether it shows rest, and the box in which a prompt can be typed.</summary>
    public bool ShowsRest => IsIdle && PromptBox is not null;

    public static ScreenReading Of(ScreenSnapshot screen) => new(
        screen.Title.StartsWith(IdleMark),
        screen.Lines.Select(FindRetry).FirstOrDefault(retry => retry is not null),
        ScreenMenu.Find(screen.Lines),
        FindPromptBox(screen.Lines));

    private static RetryNotice? FindRetry(string line) => RetryPattern().Match(line) is { Success: true } match
        ? new RetryNotice(match.Groups["attempt"].Value, match.Groups["text"].Value)
        : null;

    /// <summary>The lines between the last two rules, if the first of them bears the prompt's mark.</summary>
    private static string? FindPromptBox(IReadOnlyList<string> lines)
    {
        var bottom = FindRule(lines, lines.Count - 1);
        var top = bottom < 0 ? -1 : FindRule(lines, bottom - 1);
        if (top < 0 || top + 1 == bottom || !lines[top + 1].StartsWith('❯'))
            return null;
        return string.Join('\n', lines.Skip(top + 1).Take(bottom - top - 1))[1..].Trim();
    }

    private static int FindRule(IReadOnlyList<string> lines, int from)
    {
        for (var index = from; index >= 0; index--)
        {
            if (lines[index].StartsWith("────────", StringComparison.Ordinal))
                return index;
        }

        return -1;
    }

    /// <summary>"✻ 500 Internal server error · retrying in 8s · attempt 6/10"; the seconds are counted down.</summary>
    [GeneratedRegex(@"^\W\s*(?<text>.*retrying in .{1,20}attempt (?<attempt>\d+/\d+))", RegexOptions.IgnoreCase)]
    private static partial Regex RetryPattern();
}

/// <summary>Claude Code waits before it asks the model again.</summary>
/// <param name="Attempt">Such as "6/10".</param>
/// <param name="Text">The line.</param>
internal sealed record RetryNotice(string Attempt, string Text);
