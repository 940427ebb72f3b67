using Codesmith.Worker.Claude;
using Codesmith.Worker.Pty;
using Codesmith.Worker.Terminal;

namespace Codesmith.Worker.Agent;

/// <summary>
/// The agent's terminal as a picture: fed by the pump, read when it has been still for a moment. Safe from any thread.
/// </summary>
internal sealed class AgentScreen : ITerminalOutput, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Screen _screen;
    private readonly ChangeFlag _settled;
    private readonly ITimer _stillness;
    private TerminalProcess? _replyTo;

    /// <param name="size">Of the terminal.</param>
    /// <param name="ring">Called, on any thread, when <see cref="ReadSettled"/> has a new picture.</param>
    /// <param name="clock">Tells stillness.</param>
    public AgentScreen(TerminalSize size, Action ring, TimeProvider clock)
    {
        _screen = new Screen(size.Columns, size.Rows);
        _settled = new ChangeFlag(ring);
        _stillness = clock.CreateTimer(_ => _settled.Raise(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Text
    {
        get
        {
            lock (_gate)
                return _screen.Snapshot().Text;
        }
    }

    /// <summary>The program that asks this terminal questions. What it asked before is answered now.</summary>
    public void ReplyTo(TerminalProcess process)
    {
        lock (_gate)
        {
            _replyTo = process;
            Reply();
        }
    }

    public void OnOutput(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _screen.Feed(bytes);
            Reply();
        }

        _stillness.Change(AgentLimits.ScreenStill, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The picture, if it settled since the last call; else null.</summary>
    public ScreenSnapshot? ReadSettled()
    {
        if (!_settled.Lower())
            return null;
        lock (_gate)
            return _screen.Snapshot();
    }

    public void Dispose() => _stillness.Dispose();

    private void Reply()
    {
        if (_replyTo is not null && _screen.TakeReplies() is { Length: > 0 } replies)
            _replyTo.Write(replies);
    }
}
