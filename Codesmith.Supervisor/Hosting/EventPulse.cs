using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// Tells whether the loop that deals with the chat's events still goes round. It may wait for an event as long as it
/// likes, but must let go of one soon: every session's mailbox takes it at once, unless something is stuck.
/// </summary>
internal sealed class EventPulse(TimeProvider time)
{
    private Beat? _inHand;

    /// <summary>Passes events on and watches how long each is in hand.</summary>
    public async IAsyncEnumerable<ChatEvent> Watch(IAsyncEnumerable<ChatEvent> events)
    {
        await foreach (ChatEvent happened in events)
        {
            _inHand = new Beat(happened.GetType().Name, time.GetTimestamp());
            yield return happened;
            _inHand = null;
        }
    }

    /// <summary>The kind of event that is in hand for longer than this; null while the loop goes round.</summary>
    public string? FindStuck(TimeSpan longest) =>
        _inHand is { } beat && time.GetElapsedTime(beat.Taken) > longest ? beat.Kind : null;

    private sealed record Beat(string Kind, long Taken);
}
