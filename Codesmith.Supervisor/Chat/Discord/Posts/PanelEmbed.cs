using System.Globalization;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Posts;

/// <summary>
/// The panel as an embed. Times are written in Discord's own way, which counts up by itself: an embed that says what it
/// said before is not sent again.
/// </summary>
internal static class PanelEmbed
{
    private const int Bar = 10;
    private const double Half = 60;
    private const double Full = 85;

    public static Embed Of(Panel panel, Snowflake owner) => new(
        Title: "Claude Code",
        Description: $"**{panel.State}** · session of <@{owner}>",
        Color: Color(panel.Activity),
        Fields: [.. Fields(panel)]);

    private static int Color(SessionActivity activity) => activity switch
    {
        SessionActivity.Ready => 0x57F287,
        SessionActivity.Working => 0x5865F2,
        SessionActivity.Waiting => 0xFEE75C,
        SessionActivity.Failed => 0xED4245,
        SessionActivity.Changing => 0xEB8C34,
        _ => 0x99AAB5,
    };

    private static IEnumerable<EmbedField> Fields(Panel panel)
    {
        var status = panel.Status;
        if ((status?.ModelName ?? status?.ModelId) is { Length: > 0 } model)
            yield return Field("Model", DiscordText.Plain(model));
        if (status?.InputTokens is { } input)
            yield return Field("Tokens in", Count(input));
        if (status?.OutputTokens is { } output)
            yield return Field("Tokens out", Count(output));
        if (status?.CostUsd is { } cost)
            yield return Field("Cost", string.Create(CultureInfo.InvariantCulture, $"${cost:0.00##}"));
        if (panel.StartedAt is { } since)
            yield return Field("Up since", $"<t:{since.ToUnixTimeSeconds()}:R>");
        if (panel.QueueLength > 0)
            yield return Field("Waiting messages", Count(panel.QueueLength));
        if (status?.ContextUsedPercent is { } used)
            yield return Field("Context", Context(used, status.ContextWindow), isInline: false);
        if (status is { Limits.Count: > 0 })
            yield return Field("Limits", string.Join('\n', status.Limits.Select(Limit)), isInline: false);
    }

    private static EmbedField Field(string name, string value, bool isInline = true) =>
        new(name, DiscordText.Clip(value, DiscordLimits.EmbedField), isInline);

    private static string Context(double used, long? window)
    {
        int filled = (int)Math.Clamp(Math.Round(used / 100 * Bar), 0, Bar);
        string square = used < Half ? "🟩" : used < Full ? "🟨" : "🟥";
        string bar = string.Concat(Enumerable.Repeat(square, filled).Concat(Enumerable.Repeat("⬜", Bar - filled)));
        string of = window is { } tokens ? $" of {Count(tokens)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{bar} {used:0} %{of}");
    }

    private static string Limit(UsageLimit limit)
    {
        string name = DiscordText.Plain(limit.Name.Replace('_', ' '));
        string resets = limit.ResetsAt is { } at ? $", resets <t:{at.ToUnixTimeSeconds()}:R>" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {limit.UsedPercent:0} %{resets}");
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
