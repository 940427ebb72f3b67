using Spectre.Console;
using Spectre.Console.Rendering;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>Renders to text with escape sequences, which then is written in one piece.</summary>
internal sealed class AnsiRenderer(ColorSystemSupport colors)
{
    /// <summary>The colours that a terminal says it has, by the usual variables.</summary>
    internal static ColorSystemSupport DetectColors(Func<string, string?> variable)
    {
        if (!string.IsNullOrEmpty(variable("NO_COLOR")))
            return ColorSystemSupport.NoColors;
        if (variable("COLORTERM") is "truecolor" or "24bit")
            return ColorSystemSupport.TrueColor;
        return variable("TERM")?.Contains("256color", StringComparison.Ordinal) == true
            ? ColorSystemSupport.EightBit
            : ColorSystemSupport.Standard;
    }

    /// <summary>Lines with LF, the last one ended too, none wider than that.</summary>
    internal string Render(IRenderable content, int columns)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new Sink(writer, columns),
        });
        console.Write(content);
        string text = writer.ToString().ReplaceLineEndings("\n");
        return text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
    }

    private sealed class Sink(TextWriter writer, int columns) : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; } = writer;

        public bool IsTerminal => true;

        public int Width { get; } = columns;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // The writer collects characters: there are no bytes yet.
        }
    }
}
