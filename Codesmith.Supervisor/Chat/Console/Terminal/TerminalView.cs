using System.Globalization;
using Codesmith.Protocol;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>The console for a person: colour, Markdown, and a live row while the agent works.</summary>
internal sealed class TerminalView : IConsoleView, IDisposable
{
    /// <summary>Rows of an answer that is still being written.</summary>
    private const int PreviewRows = 6;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly string[] Spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);

    private readonly TerminalScreen _screen;
    private readonly AnsiRenderer _renderer;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private ConsoleProgress? _progress;
    private int _frame;

    internal TerminalView(TerminalScreen screen, AnsiRenderer renderer, TimeProvider time)
    {
        _screen = screen;
        _renderer = renderer;
        _time = time;
        _timer = time.CreateTimer(_ => Animate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Show(ConsoleItem item) =>
        _screen.Print(_renderer.Render(Render(item, _screen.Size.Columns), _screen.Size.Columns));

    /// <inheritdoc/>
    public void ShowProgress(ConsoleProgress? progress)
    {
        lock (_gate)
        {
            if (progress is null != _progress is null)
                _timer.Change(progress is null ? Timeout.InfiniteTimeSpan : Tick, Tick);
            _progress = progress;
            Draw();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
            _progress = null;
    }

    private static IRenderable Render(ConsoleItem item, int columns) => item switch
    {
        ConsoleItem.Banner banner => new Rows(
            banner.Lines.Select((line, i) => new Text(TerminalText.Escape(line), i == 0 ? Strong : Faint))),
        ConsoleItem.Echo echo => new Rows(
            Text.Empty,
            new PrefixedBlock("› ", "  ", new(Color.Green), new Text(TerminalText.Escape(echo.Text), Strong))),
        ConsoleItem.Answer answer => new Rows(
            Text.Empty, new PrefixedBlock("● ", "  ", new(Color.Blue), MarkdownText.Render(answer.Markdown))),
        ConsoleItem.Tool tool => Tool(tool.Line, columns),
        ConsoleItem.Notice { Level: NoticeLevel.Error } error =>
            new PrefixedBlock("✗ ", "  ", new(Color.Red), MarkdownText.Render(error.Markdown)),
        ConsoleItem.Notice { Level: NoticeLevel.Warning } warning =>
            new PrefixedBlock("! ", "  ", new(Color.Yellow), MarkdownText.Render(warning.Markdown)),
        ConsoleItem.Notice notice => new PrefixedBlock("· ", "  ", Faint, MarkdownText.Render(notice.Markdown)),
        ConsoleItem.Link link => new Text(TerminalText.EscapeLine(link.Address.AbsoluteUri)),
        ConsoleItem.Question question => Question(question.Prompt),
        ConsoleItem.Status status => StatusPanel.Render(status.Panel, status.Now),
        _ => Text.Empty,
    };

    private static Paragraph Tool(ToolLine tool, int columns)
    {
        (string mark, Color color) = tool.Outcome switch
        {
            ToolOutcome.Succeeded => ("✓", Color.Green),
            ToolOutcome.Failed => ("✗", Color.Red),
            _ => ("■", Color.Yellow),
        };
        string took = tool.Duration is { } duration ? $" {ToolText.Duration(duration)}" : "";
        string name = TerminalText.EscapeLine(tool.Name);
        string rest = TerminalText.EscapeLine(tool.Summary);
        if (!string.IsNullOrWhiteSpace(tool.Result))
            rest += $" — {TerminalText.EscapeLine(tool.Result)}";
        int room = columns - 1 - "  ✓ ".Length - took.Length;
        name = CellText.Fit(name, room);
        return new Paragraph()
            .Append($"  {mark} ", new(color))
            .Append(name, Strong)
            .Append(CellText.Fit($" {rest}", room - name.GetCellWidth()))
            .Append(took, Faint);
    }

    private static Rows Question(QuestionPrompt prompt)
    {
        List<IRenderable> rows =
        [
            Text.Empty,
            new PrefixedBlock(
                "? ", "  ", new(Color.Yellow), new Text(TerminalText.EscapeLine(prompt.Title), Strong)),
        ];
        if (prompt.IsScreen)
            rows.Add(new PrefixedBlock("  │ ", "  │ ", Faint, new Text(TerminalText.Escape(prompt.Body))));
        else if (prompt.Body.Length > 0)
            rows.Add(new PrefixedBlock("  │ ", "  │ ", Faint, MarkdownText.Render(prompt.Body)));
        for (int i = 0; i < prompt.Options.Count; i++)
        {
            string number = string.Create(CultureInfo.InvariantCulture, $"  {i + 1}. ");
            Paragraph option = new Paragraph().Append(TerminalText.EscapeLine(prompt.Options[i].Label));
            if (prompt.Options[i].Description.Length > 0)
                option.Append($" — {TerminalText.EscapeLine(prompt.Options[i].Description)}", Faint);
            rows.Add(new PrefixedBlock(number, new string(' ', number.Length), new(Color.Yellow), option));
        }

        rows.Add(new Text($"  {prompt.Hint}", Faint));
        return new Rows(rows);
    }

    private void Animate()
    {
        lock (_gate)
        {
            _frame = (_frame + 1) % Spinner.Length;
            if (_progress is null)
                return;
            try
            {
                Draw();
            }
            catch (IOException)
            {
                // The terminal is gone. Nobody sees the animation; the next real output tells its caller.
                _progress = null;
            }
        }
    }

    private void Draw()
    {
        if (_progress is not { } progress)
        {
            _screen.SetProgress([]);
            return;
        }

        int room = _screen.Size.Columns - 1;
        string elapsed = Elapsed(_time.GetUtcNow() - progress.Since);
        string label = CellText.Fit(TerminalText.EscapeLine(progress.Label), room - elapsed.Length - 2);
        List<ScreenRow> rows = [.. Preview(progress.Preview, room)];
        rows.Add(new(
            $"\e[33m{Spinner[_frame]}\e[0m {label}\e[2m{elapsed}\e[0m",
            2 + label.GetCellWidth() + elapsed.Length));
        _screen.SetProgress(rows);
    }

    private static string Elapsed(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "",
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $" {time.Seconds}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $" {(int)time.TotalMinutes}m {time.Seconds}s"),
    };

    private static IEnumerable<ScreenRow> Preview(string markdown, int room) =>
        TerminalText.Escape(markdown)
            .Split('\n')
            .Where(line => line.Trim().Length > 0)
            .TakeLast(PreviewRows)
            .Select(line => CellText.Fit($"  {line.Replace('\t', ' ')}", room))
            .Select(line => new ScreenRow($"\e[2m{line}\e[0m", line.GetCellWidth()));
}
