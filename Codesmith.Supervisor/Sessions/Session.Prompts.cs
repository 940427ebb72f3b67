using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Prompts from the message to the queue, and what may happen to them there.</summary>
internal static partial class Session
{
    private static void TakeMessage(SessionDraft draft, MessageReceived message)
    {
        var state = draft.State;
        bool isHere = message.Channel == state.Channel;
        // Others talk here, too.
        if (!message.IsAddressed && !(isHere && state.TakesPrompts))
            return;
        if (!isHere)
        {
            if (state.IsAtHome)
                draft.RefuseMessage(message, RefusalElsewhere(state));
            if (!MayMove(state))
                return;
            draft.State = state with
            {
                Place = new SessionChannel(message.Channel, IsShared: true),
                Conversation = state.Conversation.Leave(),
            };
        }
        if (draft.State.Holds(message.Message))
            return; // A service may say a thing twice, most of all after a lost connection.
        if (Refusal(draft.State, message) is { } refusal)
            draft.RefuseMessage(message, refusal);
        else
            Accept(draft, message);
        if (!message.IsLate)
            draft.State = draft.State with { LastMessage = message.Message };
    }

    /// <summary>Whether its user is answered wherever they speak: nothing is left to be said where they spoke before.</summary>
    private static bool MayMove(SessionState state) => !state.IsAtHome
        && (!state.HasPlace || state.Lifecycle is LifecycleState.Stopped or LifecycleState.Failed);

    private static void TakeRetry(SessionDraft draft, MessageRetried retried)
    {
        var message = retried.Message;
        string? refusal = message.Channel != draft.State.Channel ? RefusalElsewhere(draft.State)
            : draft.State.Holds(message.Message) ? SessionTexts.AlreadyUnderWay
            : Refusal(draft.State, message);
        if (refusal is not null)
        {
            draft.RespondFailure(retried.Interaction, refusal);
            return;
        }
        draft.Respond(retried.Interaction, SessionTexts.Retried);
        Accept(draft, message);
    }

    /// <summary>Of what was written where the session is not.</summary>
    private static string RefusalElsewhere(SessionState state) =>
        state.TakesPrompts ? SessionTexts.Elsewhere(state.Channel) : SessionTexts.NoSession(state);

    private static string? Refusal(SessionState state, MessageReceived message) =>
        !state.TakesPrompts ? SessionTexts.NoSession(state)
        : string.IsNullOrWhiteSpace(message.Text) && message.Attachments.Count == 0 ? SessionTexts.EmptyPrompt
        : message.Text.Length > SessionLimits.PromptText ? SessionTexts.PromptTooLong
        : message.Attachments.Count > SessionLimits.Attachments ? SessionTexts.TooManyAttachments
        : message.Attachments.Any(file => file.Size > SessionLimits.AttachmentBytes) ? SessionTexts.AttachmentTooLarge
        : state.Queue.Count >= SessionLimits.Queue ? SessionTexts.QueueFull
        : null;

    private static void Accept(SessionDraft draft, MessageReceived message)
    {
        var files = AttachedFiles.Of(message.Message, message.Attachments);
        var prompt = new QueuedPrompt(PromptId(draft), message.Message, message.Text, files);
        draft.State = draft.State with { Queue = draft.State.Queue.Add(prompt) };
        if (draft.State is { ResumesOnPrompt: true, IsOpening: false })
            Wake(draft);
        if (files.AreKept)
            Acknowledge(draft, prompt);
        else
            draft.Add(new SessionEffect.FetchFiles(prompt.Id, files, [.. message.Attachments]));
    }

    /// <summary>The whole prompt is with us.</summary>
    private static void Acknowledge(SessionDraft draft, QueuedPrompt prompt)
    {
        draft.ShowReceipt(prompt.Message, Receipt.Received);
        SendNext(draft);
        if (draft.State.Queue.Contains(prompt) && (!draft.State.IsIdle || draft.State.Queue.Count > 1))
            draft.ShowReceipt(prompt.Message, Receipt.Queued);
    }

    private static void TakeFilesKept(SessionDraft draft, SessionInput.FilesKept arrived)
    {
        if (FindQueued(draft, arrived.PromptId) is not { } prompt)
        {
            DropUnwanted(draft, arrived.Files);
            return;
        }
        var kept = prompt with { Attachments = prompt.Attachments with { AreKept = true } };
        draft.State = draft.State with { Queue = draft.State.Queue.Replace(prompt, kept) };
        Acknowledge(draft, kept);
    }

    private static void TakeFilesLost(SessionDraft draft, SessionInput.FilesLost lost)
    {
        if (FindQueued(draft, lost.PromptId) is not { } prompt)
        {
            DropUnwanted(draft, lost.Files);
            return;
        }
        draft.State = draft.State with { Queue = draft.State.Queue.Remove(prompt) };
        draft.FailPrompt(prompt, SessionTexts.FilesLost(lost.Reason));
    }

    /// <summary>What came after its prompt had ended, unless the user has tried the message again meanwhile.</summary>
    private static void DropUnwanted(SessionDraft draft, AttachedFiles files)
    {
        if (!draft.State.Prompts.Any(prompt => prompt.Attachments.Folder == files.Folder))
            draft.Add(new SessionEffect.DropFiles(files));
    }

    /// <summary>What waits can still be changed; an empty text would be no prompt.</summary>
    private static void TakeEdit(SessionDraft draft, MessageEdited edited)
    {
        if (FindQueued(draft, edited.Message) is not { } prompt
            || (string.IsNullOrWhiteSpace(edited.Text) && prompt.Attachments.Names.IsEmpty)
            || edited.Text.Length > SessionLimits.PromptText)
            return;
        draft.State = draft.State with
        {
            Queue = draft.State.Queue.Replace(prompt, prompt with { Text = edited.Text }),
        };
    }

    private static void Withdraw(SessionDraft draft, MessageId message)
    {
        if (FindQueued(draft, message) is not { } prompt)
            return;
        draft.State = draft.State with { Queue = draft.State.Queue.Remove(prompt) };
        draft.DropFiles(prompt);
    }

    /// <summary>
    /// What an earlier program had waiting goes on once it is known what became of the messages meanwhile; what it had
    /// sent may be half done.
    /// </summary>
    private static void TakeRestored(SessionDraft draft, IEnumerable<SavedPrompt> prompts)
    {
        foreach (var saved in prompts)
        {
            var prompt = Restored(draft, saved);
            if (saved.WasSent)
                draft.FailPrompt(prompt, SessionTexts.CutOffByRestart);
            else if (!saved.Attachments.AreKept)
                draft.FailPrompt(prompt, SessionTexts.FilesLost(SessionTexts.Restarted));
            else
                draft.State = draft.State with { Queue = draft.State.Queue.Add(prompt) };
        }
        if (!draft.State.ResumesOnPrompt)
            DropQueue(draft, SessionTexts.NotSent);
    }

    private static QueuedPrompt Restored(SessionDraft draft, SavedPrompt saved) =>
        new(PromptId(draft), saved.Message, saved.Text, saved.Attachments);

    private static QueuedPrompt? FindQueued(SessionDraft draft, string promptId) =>
        draft.State.Queue.OfType<QueuedPrompt>().FirstOrDefault(prompt => prompt.Id == promptId);

    private static QueuedPrompt? FindQueued(SessionDraft draft, MessageId message) =>
        draft.State.Queue.OfType<QueuedPrompt>().FirstOrDefault(prompt => prompt.Message == message);

    private static string PromptId(SessionDraft draft) => $"{draft.State.Generation}-{draft.NextNumber()}";
}
