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
    private readonly Action<ScreenReading, string> settled;
    private readonly ITimer stillness;
    private TerminalProcess? replyTo;
    private long readVersion;

    /// <param name="size">Of the terminal.</param>
    /// <param name="settled">Called with what the picture means and its text, on any thread.</param>
    /// <param name="clock">Tells stillness.</param>
    public AgentScreen(TerminalSize size, Action<ScreenReading, string> settled, TimeProvider clock)
    {
        screen = new Screen(size.Columns, size.Rows);
        this.settled = settled;
        stillness = clock.CreateTimer(_ => Read(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

    public void Dispose() => stillness.Dispose();

    private void Reply()
    {
        if (replyTo is not null && screen.TakeReplies() is { Length: > 0 } replies)
            replyTo.Write(replies);
    }

    private void Read()
    {
        ScreenSnapshot snapshot;
        lock (gate)
        {
            if (screen.Version == readVersion)
                return;
            readVersion = screen.Version;
            snapshot = screen.Snapshot();
        }

        settled(ScreenReading.Of(snapshot), snapshot.Text);
    }
}
