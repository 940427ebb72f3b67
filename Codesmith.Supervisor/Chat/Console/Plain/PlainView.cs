using System.Globalization;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console.Plain;

/// <summary>
/// Text for scripts and files: every line begins with what it is, so that no answer can pass for an error or a tool
/// call. Nothing is written before it is final, nothing is ever taken back.
/// </summary>
internal sealed class PlainView(TextWriter output) : IConsoleView
{
    /// <inheritdoc/>
    public void Show(ConsoleItem item)
    {
        switch (item)
        {
            case ConsoleItem.Banner banner:
                WriteLines("codesmith:", string.Join('\n', banner.Lines));
                break;
            case ConsoleItem.Echo echo:
                WriteLines("you>", echo.Text);
                break;
            case ConsoleItem.Answer answer:
                WriteLines("claude>", answer.Markdown);
                break;
            case ConsoleItem.Tool tool:
                WriteLine("tool:", ToolText.Line(tool.Line));
                break;
            case ConsoleItem.Notice notice:
                WriteLines(Prefix(notice.Level), notice.Markdown);
                break;
            case ConsoleItem.Link link:
                WriteLine("link:", link.Address.AbsoluteUri);
                break;
            case ConsoleItem.Question question:
                WriteQuestion(question.Prompt);
                break;
            case ConsoleItem.Status status:
                WriteLine("status:", string.Join(" · ", PanelText.Parts(status.Panel, status.Now)));
                break;
        }

        output.Flush();
    }

    /// <inheritdoc/>
    public void ShowProgress(ConsoleProgress? progress)
    {
        // Only what is final is written.
    }

    private static string Prefix(NoticeLevel level) => level switch
    {
        NoticeLevel.Error => "error:",
        NoticeLevel.Warning => "warning:",
        _ => "notice:",
    };

    private void WriteQuestion(QuestionPrompt prompt)
    {
        WriteLine("question:", prompt.Title);
        if (prompt.Body.Length > 0)
            WriteLines("  |", prompt.Body);
        for (int i = 0; i < prompt.Options.Count; i++)
        {
            QuestionOption option = prompt.Options[i];
            string number = string.Create(CultureInfo.InvariantCulture, $"  {i + 1}.");
            WriteLine(number, option.Description.Length > 0 ? $"{option.Label} — {option.Description}" : option.Label);
        }

        WriteLine("  answer:", prompt.Hint);
    }

    private void WriteLine(string prefix, string text) => Write(prefix, TerminalText.EscapeLine(text));

    private void WriteLines(string prefix, string text)
    {
        foreach (string line in TerminalText.Escape(text).Split('\n'))
            Write(prefix, line);
    }

    private void Write(string prefix, string line)
    {
        output.Write(line.Length > 0 ? $"{prefix} {line}" : prefix);
        output.Write('\n');
    }
}
