using System.Globalization;
using System.Text.RegularExpressions;

namespace Codesmith.Supervisor.Demo;

/// <summary>Words of a prompt that change how the reply is sent, whatever the reply is.</summary>
/// <param name="DeltaPause">Pause between two pieces.</param>
/// <param name="DeltaCharacters">Unicode scalars of a piece.</param>
/// <param name="FirstPause">Pause before the first byte.</param>
/// <param name="BytesPerWrite">Cuts the stream after so many bytes, through whatever is there; null does not.</param>
/// <param name="InputTokens">For this and the later replies of the session; null leaves it.</param>
/// <param name="UsedShares">Percentages used of a subscription's 5-hour and 7-day windows, for the later replies, too.</param>
/// <param name="Thinks">Puts a thinking block in front.</param>
internal sealed partial record Modifiers(
    TimeSpan DeltaPause,
    int DeltaCharacters,
    TimeSpan FirstPause,
    int? BytesPerWrite,
    int? InputTokens,
    (double FiveHours, double SevenDays)? UsedShares,
    bool Thinks)
{
    /// <summary>For people: each word with what it does.</summary>
    public static IReadOnlyList<(string Usage, string Description)> Catalogue { get; } =
    [
        ("SLOW:<ms>", "pause between the pieces of the reply"),
        ("CHUNK:<n>", "characters of a piece"),
        ("WAIT:<ms>", "pause before the first byte"),
        ("BYTES:<n>", "cuts the stream every n bytes, also in the middle of a character"),
        ("USAGE:<n>", "input tokens reported from now on"),
        ("RATE:<a>,<b>", "percentages used of a subscription's 5-hour and 7-day windows"),
        ("WITHTHINK", "thinks before it answers"),
    ];

    public static Modifiers Read(string prompt, ScriptedModelOptions defaults)
    {
        var numbers = Numbers().Matches(prompt)
            .GroupBy(match => match.Groups[1].Value)
            .ToDictionary(group => group.Key, group => int.Parse(group.First().Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        var shares = Shares().Match(prompt);
        return new Modifiers(
            Pause("SLOW") ?? defaults.DeltaPause,
            Math.Max(1, Number("CHUNK") ?? defaults.DeltaCharacters),
            Pause("WAIT") ?? defaults.FirstPause,
            Number("BYTES") is > 0 and var bytes ? bytes : null,
            Number("USAGE"),
            shares.Success ? (Share(1), Share(2)) : null,
            Thinking().IsMatch(prompt));

        int? Number(string word) => numbers.TryGetValue(word, out var value) ? value : null;
        TimeSpan? Pause(string word) => Number(word) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
        double Share(int group) => double.Parse(shares.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    // Eight digits: no pause overflows a timer.
    [GeneratedRegex(@"(?<![A-Z])(SLOW|CHUNK|WAIT|BYTES|USAGE):(\d{1,8})")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?<![A-Z])RATE:(\d{1,3}(?:\.\d{1,3})?),(\d{1,3}(?:\.\d{1,3})?)")]
    private static partial Regex Shares();

    [GeneratedRegex(@"(?<![A-Z])WITHTHINK(?![A-Z])")]
    private static partial Regex Thinking();
}
