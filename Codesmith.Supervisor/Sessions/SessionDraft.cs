using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>One step in the making: the state so far and the effects so far.</summary>
internal sealed class SessionDraft(SessionState state, DateTimeOffset now)
{
    private readonly List<SessionEffect> _effects = [];

    public SessionState State { get; set; } = state;

    public DateTimeOffset Now => now;

    public IReadOnlyList<SessionEffect> Effects => _effects;

    public void Add(SessionEffect effect) => _effects.Add(effect);

    public long NextNumber()
    {
        State = State with { LastNumber = State.LastNumber + 1 };
        return State.LastNumber;
    }

    public void Ask(WorkerRequest request, InteractionId? interaction = null) =>
        Add(new SessionEffect.AskWorker(State.Generation, request, interaction));

    public void Notice(NoticeLevel level, string markdown, bool canSignIn = false) =>
        State = State with { Conversation = State.Conversation.Note(level, markdown, canSignIn) };

    /// <summary>A notice that is not repeated at once, however often its reason is.</summary>
    public void Hint(string markdown)
    {
        if (IsNewHint(markdown))
            Notice(NoticeLevel.Warning, markdown);
    }

    public void ShowReceipt(MessageId message, Receipt receipt) =>
        Add(new SessionEffect.ShowReceipt(State.Channel, message, receipt));

    /// <summary>
    /// The last receipt of a message that is no prompt, wherever it is, with the reason, which is not repeated at once.
    /// </summary>
    public void RefuseMessage(MessageReceived message, string reason)
    {
        Add(new SessionEffect.ShowReceipt(message.Channel, message.Message, Receipt.Failed));
        Add(new SessionEffect.ReportFailure(reason));
        if (!IsNewHint(reason))
            return;
        if (message.Channel == State.Channel)
            NoteOn(message.Message, NoticeLevel.Warning, reason, canRetry: false);
        else
            Add(new SessionEffect.TellElsewhere(message.Channel, message.Message, reason));
    }

    /// <summary>The prompt's last receipt, with the reason and the way to try it again.</summary>
    public void FailPrompt(QueuedPrompt prompt, string reason, bool canSignIn = false)
    {
        ShowReceipt(prompt.Message, Receipt.Failed);
        NoteOn(prompt.Message, NoticeLevel.Error, reason, canRetry: true, canSignIn);
        DropFiles(prompt);
        Add(new SessionEffect.ReportFailure(SessionTexts.FirstLine(reason)));
    }

    /// <summary>The files of a prompt that has ended for us: they are in the workspace, or nobody wants them.</summary>
    public void DropFiles(QueuedPrompt prompt)
    {
        if (!prompt.Attachments.Names.IsEmpty)
            Add(new SessionEffect.DropFiles(prompt.Attachments));
    }

    public void Respond(InteractionId interaction, string text, ChannelId? channel = null) =>
        Add(new SessionEffect.Respond(interaction, new Response(text, Channel: channel)));

    public void RespondFailure(InteractionId interaction, string text)
    {
        Add(new SessionEffect.Respond(interaction, new Response(text, IsError: true)));
        Add(new SessionEffect.ReportFailure(text));
    }

    /// <summary>Responds later, by <see cref="Settle"/>.</summary>
    /// <returns>False if too many wait already: the response was given.</returns>
    public bool Await(PendingKind awaits, InteractionId interaction, string? questionId = null)
    {
        if (State.Pending.Count >= SessionLimits.PendingResponses)
        {
            RespondFailure(interaction, SessionTexts.TooManyCommands);
            return false;
        }
        State = State with { Pending = State.Pending.Add(new PendingResponse(interaction, awaits, questionId)) };
        return true;
    }

    /// <summary>Responds to all that wait for this.</summary>
    public void Settle(
        Func<PendingResponse, bool> which, string text, bool isError = false, ChannelId? channel = null)
    {
        foreach (var pending in State.Pending.FindAll(pending => which(pending)))
        {
            if (isError)
                RespondFailure(pending.Interaction, text);
            else
                Respond(pending.Interaction, text, channel);
        }
        State = State with { Pending = State.Pending.RemoveAll(pending => which(pending)) };
    }

    public void SetTimer(SessionTimer timer, TimeSpan due)
    {
        long stamp = NextNumber();
        State = State with { Timers = State.Timers.SetItem(timer, stamp) };
        Add(new SessionEffect.SetTimer(timer, stamp, due));
    }

    public void CancelTimer(SessionTimer timer)
    {
        if (!State.Timers.ContainsKey(timer))
            return;
        State = State with { Timers = State.Timers.Remove(timer) };
        Add(new SessionEffect.CancelTimer(timer));
    }

    private void NoteOn(
        MessageId message, NoticeLevel level, string markdown, bool canRetry, bool canSignIn = false) =>
        State = State with { Conversation = State.Conversation.NoteOn(message, level, markdown, canRetry, canSignIn) };

    private bool IsNewHint(string text)
    {
        if (State.LastHint is { } last && last.Text == text && now - last.At < SessionLimits.HintInterval)
            return false;
        State = State with { LastHint = (text, now) };
        return true;
    }
}
