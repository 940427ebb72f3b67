namespace Codesmith.Supervisor.Chat.Console;

/// <summary>What Ctrl-C means: the running turn first, then the program.</summary>
internal sealed class InterruptKey(TimeProvider time)
{
    /// <summary>How soon the second press must follow to end the program although a turn still runs.</summary>
    private static readonly TimeSpan SecondPress = TimeSpan.FromSeconds(2);

    private DateTimeOffset? _last;

    /// <summary>Decides what a press does.</summary>
    /// <param name="isWorking">Whether a turn runs or a prompt waits.</param>
    internal InterruptMeaning Press(bool isWorking)
    {
        DateTimeOffset now = time.GetUtcNow();
        bool isSecond = now - _last <= SecondPress;
        _last = now;
        return isWorking && !isSecond ? InterruptMeaning.InterruptTurn : InterruptMeaning.EndProgram;
    }

    /// <summary>The turn has ended: a press during the next one is a first one again.</summary>
    internal void Forget() => _last = null;
}

/// <summary>What a press of Ctrl-C does.</summary>
internal enum InterruptMeaning
{
    InterruptTurn,
    EndProgram,
}
