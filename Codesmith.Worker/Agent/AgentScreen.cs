using Codesmith.Worker.Claude;
using Codesmith.Worker.Pty;
using Codesmith.Worker.Terminal;

namespace Codesmith.Worker.Agent;

/// <summary>
/// The agent's terminal as a picture: fed by the pump, read when it has been still for a moment. Safe from any thread.
/// </summary>
internal sealed class AgentScreen : ITerminalOutput, IDisposable
{
    private readonly Lock gate = new();
    private readonly Screen screen;
    private readonly ChangeFlag settled;
    private readonly ITimer stillness;
    private TerminalProcess? replyTo;

    /// <param name="size">Of the terminal.</param>
    /// <param name="ring">Called, on any thread, when <see cref="ReadSettled"/> has a new picture.</param>
    /// <param name="clock">Tells stillness.</param>
    public AgentScreen(TerminalSize size, Action ring, TimeProvider clock)
    {
        screen = new Screen(size.Columns, size.Rows);
        settled = new ChangeFlag(ring);
        stillness = clock.CreateTimer(_ => settled.Raise(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Text
    {
        get
        {
            lock (gate)
                return screen.Snapshot().Text;
        }
    }

    /// <summary>The program that asks this terminal questions. What it asked before is answered now.</summary>
    public void ReplyTo(TerminalProcess process)
    {
        lock (gate)
        {
            replyTo = process;
            Reply();
        }
    }

    public void OnOutput(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            screen.Feed(bytes);
            Reply();
        }

        stillness.Change(AgentLimits.ScreenStill, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The picture, if it settled since the last call; else null.</summary>
    public ScreenSnapshot? ReadSettled()
    {
        if (!settled.Lower())
            return null;
        lock (gate)
            return screen.Snapshot();
    }

    public void Dispose() => stillness.Dispose();

    private void Reply()
    {
        if (replyTo is not null && screen.TakeReplies() is { Length: > 0 } replies)
            replyTo.Write(replies);
    }
}
