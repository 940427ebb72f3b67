using System.Text.RegularExpressions;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Console;
using Codesmith.Supervisor.Chat.Console.Terminal;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Spectre.Console;

namespace Codesmith.Tests.Chat.Console.Terminal;

internal sealed partial class TerminalViewTests
{
    private StringWriter _output = null!;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private TerminalView _view = null!;

    [SetUp]
    public void Open()
    {
        _output = new StringWriter();
        var screen = new TerminalScreen(_output, () => new TerminalSize(60, 20));
        _view = new TerminalView(screen, new AnsiRenderer(ColorSystemSupport.NoColors), _time);
    }

    [TearDown]
    public void Close()
    {
        _view.Dispose();
        _output.Dispose();
    }

    [Test]
    public void Items_LookAsApproved()
    {
        _view.Show(new ConsoleItem.Banner(["Codesmith", "  Data  /x"]));
        _view.Show(new ConsoleItem.Echo("Hello\nthere"));
        _view.Show(new ConsoleItem.Answer("Let me **look**.\n\n- a"));
        _view.Show(new ConsoleItem.Tool(new("Bash", "echo hi", ToolOutcome.Succeeded, null, TimeSpan.FromSeconds(0.1))));
        _view.Show(new ConsoleItem.Tool(new("Bash", new string('x', 80), ToolOutcome.Failed, "e", TimeSpan.FromSeconds(9))));
        _view.Show(new ConsoleItem.Tool(new("Grep", "[bold]a[/]\e[1m", ToolOutcome.Interrupted, null, null)));
        _view.Show(new ConsoleItem.Notice(NoticeLevel.Error, "It `failed`."));
        _view.Show(new ConsoleItem.Question(new("Which?", "", false, [new("A", "first"), new("B", "")], "a number")));
        _view.Show(new ConsoleItem.Question(new("Screen", "┌──┐\n│\e[1m│", true, [], "keys")));

        Assert.That(Text(), Is.EqualTo(
            """
            Codesmith
              Data  /x

            › Hello
              there

            ● Let me look.

              • a
              ✓ Bash echo hi 0.1s
              ✗ Bash xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… 9.0s
              ■ Grep [bold]a[/]<U+001B>[1m
            ✗ It failed.

            ? Which?
              1. A — first
              2. B
              a number

            ? Screen
              │ ┌──┐
              │ │<U+001B>[1m│
              keys

            """));
    }

    [Test]
    public void Status_IsAPanelWithABar()
    {
        var status = new AgentStatus(null, "Opus 5.5", 1000, 20, 0.5m, 50, 200_000, []);

        _view.Show(new ConsoleItem.Status(
            new Codesmith.Supervisor.Chat.Panel(SessionActivity.Ready, "idle", status, null, 2), _time.GetUtcNow()));

        Assert.That(Text(), Is.EqualTo(
            """
            ╭─status───────────────────╮
            │ idle                     │
            │ model Opus 5.5           │
            │ in 1,000 tokens          │
            │ out 20 tokens            │
            │ cost $0.50               │
            │ context 50% of 200,000   │
            │ queue 2                  │
            │ ████████████░░░░░░░░░░░░ │
            ╰──────────────────────────╯

            """));
    }

    [Test]
    public void Progress_ShowsPreviewToolAndElapsedTime()
    {
        DateTimeOffset since = _time.GetUtcNow();
        _view.ShowProgress(new("Bash echo\nhi", since, "one\n\ntwo\e[2J"));
        Clear();

        _time.Advance(TimeSpan.FromSeconds(65));

        Assert.That(Text(), Does.StartWith("  one\n  two<U+001B>[2J\n").And.EndsWith(" Bash echo / hi 1m 5s"));
    }

    [Test]
    public void Progress_StopsWhenNothingGoesOn()
    {
        _view.ShowProgress(new("working", _time.GetUtcNow(), ""));
        _view.ShowProgress(null);
        Clear();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(Text(), Is.Empty);
    }

    [TestCase("", "", "truecolor", ColorSystemSupport.TrueColor)]
    [TestCase("", "xterm-256color", "", ColorSystemSupport.EightBit)]
    [TestCase("", "xterm", "", ColorSystemSupport.Standard)]
    [TestCase("1", "xterm-256color", "truecolor", ColorSystemSupport.NoColors)]
    public void Colours_AreWhatTheTerminalSays(string noColor, string term, string colorTerm, ColorSystemSupport colors) =>
        Assert.That(
            AnsiRenderer.DetectColors(name => name switch { "NO_COLOR" => noColor, "TERM" => term, _ => colorTerm }),
            Is.EqualTo(colors));

    private void Clear() => _output.GetStringBuilder().Clear();

    private string Text() => string.Join('\n', ControlSequence().Replace(_output.ToString(), "").Split('\n').Select(l => l.TrimEnd(' ', '\r').TrimStart('\r')));

    [GeneratedRegex(@"\e\[[0-9;?]*[a-zA-Z]")]
    private static partial Regex ControlSequence();
}
