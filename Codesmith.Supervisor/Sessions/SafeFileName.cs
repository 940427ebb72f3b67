using System.Globalization;
using System.Text;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Names for files that come from elsewhere: no path, no hidden file, nothing a shell or a prompt would stumble on.</summary>
internal static class SafeFileName
{
    /// <summary>Characters of a name: at three bytes each they stay below the 255 that file systems take.</summary>
    private const int Longest = 80;

    private const int LongestExtension = 16;

    /// <param name="name">Any text.</param>
    /// <param name="taken">Names that it must differ from, also for those who do not tell upper from lower case.</param>
    public static string Of(string name, IReadOnlyCollection<string> taken)
    {
        // Devices send paths of either kind.
        string last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = new StringBuilder();
        foreach (char character in last)
            safe.Append(IsSafe(character) ? character : '_');
        string trimmed = safe.ToString().Trim('.', '_', '-');
        if (trimmed.Length == 0)
            trimmed = "file";
        string extension = Path.GetExtension(trimmed);
        if (extension.Length > LongestExtension)
            extension = "";
        string stem = trimmed[..(trimmed.Length - extension.Length)];
        for (int number = 1; ; number++)
        {
            string suffix = number == 1 ? extension : $"-{number}{extension}";
            string candidate = stem[..Math.Min(stem.Length, Longest - suffix.Length)] + suffix;
            if (!taken.Contains(candidate, StringComparer.OrdinalIgnoreCase))
                return candidate;
        }
    }

    private static bool IsSafe(char character) =>
        char.IsLetterOrDigit(character) || character is '.' or '-' or '_'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
