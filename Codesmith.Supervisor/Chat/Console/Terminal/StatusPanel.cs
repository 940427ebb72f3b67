using Spectre.Console;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>The status of a session as a framed panel with a bar for the context.</summary>
internal static class StatusPanel
{
    private const int BarCells = 24;

    internal static Spectre.Console.Panel Render(Chat.Panel panel, DateTimeOffset now)
    {
        var content = new Paragraph();
        string[] parts = [.. PanelText.Parts(panel, now).Select(TerminalText.EscapeLine)];
        content.Append(parts[0], new(decoration: Decoration.Bold));
        foreach (string part in parts[1..])
            content.Append("\n").Append(part);
        if (panel.Status is { ContextUsedPercent: { } used })
            AppendBar(content, used);
        return new Spectre.Console.Panel(content)
        {
            Border = BoxBorder.Rounded,
            BorderStyle = new(decoration: Decoration.Dim),
            Header = new PanelHeader("status"),
            Padding = new(1, 0),
        };
    }

    private static void AppendBar(Paragraph content, double used)
    {
        int filled = (int)Math.Round(Math.Clamp(used, 0, 100) / 100 * BarCells);
        // The agent compacts by itself when the context is nearly full: the colours warn before that.
        Color color = used switch { < 60 => Color.Green, < 85 => Color.Yellow, _ => Color.Red };
        content.Append("\n")
            .Append(new string('█', filled), new(color))
            .Append(new string('░', BarCells - filled), new(decoration: Decoration.Dim));
    }
}
