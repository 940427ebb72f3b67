using System.Runtime.InteropServices;
using System.Text;
using Codesmith.Supervisor.Chat.Console.Input;
using Codesmith.Supervisor.Chat.Console.Plain;
using Codesmith.Supervisor.Chat.Console.Terminal;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>
/// The console that fits standard input and output: a terminal's picture or plain text, a person's keys or a script's
/// lines. Owns the terminal's mode and the signals that belong to a terminal; disposing leaves it as it was.
/// </summary>
internal sealed class ConsoleFrontEnd : IChatFrontEnd, IDisposable
{
    private const string BracketedPaste = "\e[?2004h";
    private const string NoBracketedPaste = "\e[?2004l";

    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly IConsoleView _view;
    private readonly TerminalScreen? _screen;
    private readonly TerminalView? _terminalView;
    private readonly TerminalMode? _mode;

    private ConsoleFrontEnd(TimeProvider time, Func<string, string?> variable)
    {
        HasPicture = TerminalMode.OutputIsTerminal && variable("TERM") is not (null or "" or "dumb");
        var output = new StreamWriter(
            System.Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (HasPicture)
        {
            _screen = new TerminalScreen(output, TerminalMode.MeasureSize);
            _terminalView = new TerminalView(_screen, new AnsiRenderer(AnsiRenderer.DetectColors(variable)), time);
        }

        _view = (IConsoleView?)_terminalView ?? new PlainView(output);

        // Before the mode is changed: the runtime saves the mode at its first signal handler, and restores it at exit.
        On(PosixSignal.SIGINT, () => Chat?.PressInterrupt());
        if (_screen is not null && TerminalMode.InputIsTerminal)
        {
            _mode = TerminalMode.EnterTyping();
            _screen.Print(BracketedPaste);
            On(PosixSignal.SIGWINCH, _screen.Redraw);
            On(PosixSignal.SIGCONT, Continue);
        }

        ByteSource source = ByteSource.OpenStandardInput();
        IConsoleInput input = _mode is not null ? new LineEditor(source, _screen!) : new ScriptInput(source);
        Chat = new ConsoleChat(_view, input, time);
    }

    /// <summary>The chat.</summary>
    internal ConsoleChat Chat { get; }

    /// <summary>Whether the console is a picture that nothing else may write into.</summary>
    internal bool HasPicture { get; }

    /// <inheritdoc/>
    IChat IChatFrontEnd.Chat => Chat;

    /// <inheritdoc/>
    public string Name => "console";

    /// <inheritdoc/>
    public string State => "in a terminal";

    /// <inheritdoc/>
    public string? Failure => Chat.Failure;

    /// <summary>Takes standard input and output.</summary>
    /// <exception cref="IOException">They cannot be used.</exception>
    internal static ConsoleFrontEnd Open(TimeProvider time, Func<string, string?> variable) => new(time, variable);

    /// <inheritdoc/>
    public void ShowBanner(IReadOnlyList<string> lines) => _view.Show(new ConsoleItem.Banner(lines));

    /// <inheritdoc/>
    public Task ConnectedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        Chat.Dispose();
        _terminalView?.Dispose();
        try
        {
            _screen?.SetProgress([]);
            _screen?.SetInput(null, 0);
            if (_mode is not null)
                _screen?.Print(NoBracketedPaste);
        }
        catch (IOException)
        {
            // The terminal is gone, and with it what there was to tidy.
        }
        finally
        {
            _mode?.Dispose();
        }
    }

    private void On(PosixSignal signal, Action action) =>
        _signals.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = signal == PosixSignal.SIGINT;
            try
            {
                action();
            }
            catch (IOException)
            {
                // The terminal is gone: there is nothing to draw on, and SIGHUP or the end of the input ends us.
            }
        }));

    private void Continue()
    {
        _mode!.Apply();
        _screen!.Print(BracketedPaste);
    }
}
