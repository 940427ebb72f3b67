using System.Collections.Immutable;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Something to be done for a session. A closed union, performed by the runner, in order.</summary>
internal abstract record SessionEffect
{
    private SessionEffect()
    {
    }

    /// <summary>Start a worker, once nothing is left of the one before. Comes back as started or lost.</summary>
    internal sealed record StartWorker(int Generation) : SessionEffect;

    /// <summary>
    /// Dispose of the worker, or of the attempt to start it. Comes back as <see cref="SessionInput.WorkerDisposed"/>
    /// each time, also if nothing was left to do.
    /// </summary>
    internal sealed record DisposeWorker(int Generation) : SessionEffect;

    /// <summary>Ask the worker for something, after what it was asked before.</summary>
    /// <param name="Generation">Which worker.</param>
    /// <param name="Request">What.</param>
    /// <param name="Interaction">Set if somebody waits to hear that it was taken.</param>
    internal sealed record AskWorker(int Generation, WorkerRequest Request, InteractionId? Interaction) : SessionEffect;

    /// <summary>Open the channel that a start is wanted in. Comes back as opened or not.</summary>
    internal sealed record OpenChannel(ChannelPlace Place, ChannelId From) : SessionEffect;

    /// <summary>Bring a message's files to us. Comes back as kept or lost.</summary>
    internal sealed record FetchFiles(
        string PromptId, AttachedFiles Files, ImmutableList<MessageAttachment> Attachments) : SessionEffect;

    /// <summary>Forget the files of a prompt that is done with.</summary>
    internal sealed record DropFiles(AttachedFiles Files) : SessionEffect;

    /// <summary>Somebody removed this: if it was a post that is needed, it is made anew.</summary>
    internal sealed record ForgetPost(PostId Post) : SessionEffect;

    /// <summary>Tell the user something where only they read it, because their channel is gone.</summary>
    internal sealed record TellDirectly(string Markdown) : SessionEffect;

    /// <summary>Tell the user something about a message of theirs that is not in the session's channel.</summary>
    internal sealed record TellElsewhere(ChannelId Channel, MessageId Message, string Markdown) : SessionEffect;

    /// <summary>Respond to a command or a click.</summary>
    internal sealed record Respond(InteractionId Interaction, Response Response) : SessionEffect;

    /// <summary>Tell what waits at a host whether it may be reached.</summary>
    internal sealed record AnswerHost(long Request, HostVerdict Verdict) : SessionEffect;

    /// <summary>Show on the user's message how far it got, after all that was to be stored is stored.</summary>
    internal sealed record ShowReceipt(ChannelId Channel, MessageId Message, Receipt Receipt) : SessionEffect;

    /// <summary>Show, or stop showing, that work is going on.</summary>
    internal sealed record ShowWorking(ChannelId Channel, bool Working) : SessionEffect;

    /// <summary>Set a timer; one of the same name that is set is replaced.</summary>
    internal sealed record SetTimer(SessionTimer Timer, long Stamp, TimeSpan Due) : SessionEffect;

    /// <summary>Cancel a timer.</summary>
    internal sealed record CancelTimer(SessionTimer Timer) : SessionEffect;

    /// <summary>Store what a restart needs.</summary>
    internal sealed record Save(SavedSession Session) : SessionEffect;

    /// <summary>Remember that something failed, so that the program can end with it. One line.</summary>
    internal sealed record ReportFailure(string Reason) : SessionEffect;
}
