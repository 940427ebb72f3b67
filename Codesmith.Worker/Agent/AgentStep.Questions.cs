using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>Everything the agent waits for: questions that a hook announces, and screens that nobody foresaw.</summary>
internal sealed partial class AgentStep
{
    private void OnPermissionRequest(HookEvent.PermissionRequest request, long replyId)
    {
        EnsureTurn();
        var asked = QuestionReader.Read(NewId("question"), request);
        var question = new OpenQuestion(asked, replyId, request.Tool, request.Input, TakeAsking(request));
        _state = _state with { Questions = _state.Questions.Add(question) };
        CancelTimer(AgentTimer.UnknownDialog);
        // Who asks does not rest, whatever the status said last.
        CancelTimer(AgentTimer.RestWithoutStop);
        // The text in front of it is still a preview; a reader wants it whole before they are asked.
        ChangeTurn(turn => turn with { Held = turn.Held.Add(asked) });
        SetTimer(AgentTimer.Held, AgentLimits.Held);
    }

    /// <summary>The hook that asks does not say which call it is for; the call began with the same input.</summary>
    private string? TakeAsking(HookEvent.PermissionRequest request)
    {
        var call = _state.Turn!.Asking.Find(
            use => use.Tool == request.Tool && use.Input.ToString() == request.Input.ToString());
        if (call is not null)
            ChangeTurn(turn => turn with { Asking = turn.Asking.Remove(call) });
        return call?.ToolId;
    }

    private void OnAnswerGiven(QuestionAnswer answer)
    {
        if (_state.Questions.Find(question => question.Asked.QuestionId == answer.QuestionId) is not { Decision: null } open)
        {
            Refuse(WorkerErrorCode.NoSuchQuestion, "This question is not open any more.");
            return;
        }

        if (answer.Decision == QuestionDecision.Accept && !Fits(open.Asked, answer))
        {
            Refuse(WorkerErrorCode.InvalidArgument, "Each question wants an answer.");
            return;
        }

        _state = _state with { Questions = _state.Questions.Replace(open, open with { Decision = answer.Decision }) };
        if (open.ReplyId == 0)
            Type(KeyBytes.Of(answer.Decision == QuestionDecision.Accept ? AgentKey.Enter : AgentKey.Escape));
        else if (answer.Decision == QuestionDecision.Dismiss)
            OnInterruptWanted();
        else
            Do(new AgentEffect.ReplyToHook(open.ReplyId, HookReply.Permission(open.Input, open.Asked.Items, answer)));
    }

    private static bool Fits(QuestionAsked asked, QuestionAnswer answer) =>
        asked.Kind != QuestionKind.Choice
        || (answer.Choices.Count == asked.Items.Count && answer.Choices.All(
            chosen => chosen.Count > 0 && chosen.All(text => !string.IsNullOrWhiteSpace(text))));

    private void OnWaitingChanged(RunKind? before, RunKind now)
    {
        if (now == RunKind.Waiting)
            WatchForUnknownDialog();
        if (before != RunKind.Waiting || now == RunKind.Waiting)
            return;
        CancelTimer(AgentTimer.UnknownDialog);
        CloseQuestions();
    }

    /// <summary>The dialog of a command that was typed is the command's own.</summary>
    private void WatchForUnknownDialog()
    {
        if (_state.Questions.IsEmpty && _state.Command is null or { Stage: TypingStage.Waiting })
            SetTimer(AgentTimer.UnknownDialog, AgentLimits.UnknownDialog);
    }

    private void OnUnknownDialog()
    {
        if (_state.Run?.Kind != RunKind.Waiting || !_state.Questions.IsEmpty)
            return;
        var title = $"Claude Code shows a screen ({_state.Run.WaitingFor ?? "waiting"})";
        var asked = new QuestionAsked(NewId("question"), QuestionKind.Screen, title, _state.ScreenText, []);
        _state = _state with { Questions = _state.Questions.Add(new OpenQuestion(asked, 0, "", default)) };
        Emit(asked);
    }

    /// <summary>A screen that changes while it is open is told again under the same id.</summary>
    private void RefreshScreenQuestion()
    {
        if (_state.Questions.Find(question => question.ReplyId == 0) is not { } open || open.Asked.Body == _state.ScreenText)
            return;
        var asked = open.Asked with { Body = _state.ScreenText };
        _state = _state with { Questions = _state.Questions.Replace(open, open with { Asked = asked, Decision = null }) };
        Emit(asked);
    }

    private void CloseQuestionOf(string tool, string toolId)
    {
        if (_state.Questions.Find(question => question.Tool == tool && (question.ToolId ?? toolId) == toolId) is { } open)
        {
            var dismissed = open.Decision == QuestionDecision.Dismiss;
            Close(open, dismissed ? QuestionClosing.Dismissed : QuestionClosing.Answered);
        }
    }

    private void CloseQuestions()
    {
        foreach (var open in _state.Questions)
            Close(open, Taken(open) ? QuestionClosing.Answered : QuestionClosing.Dismissed);
    }

    /// <summary>A screen that went away without a decision of the user's was answered by keys.</summary>
    private static bool Taken(OpenQuestion open) => open.Decision switch
    {
        null => open.ReplyId == 0,
        var decision => decision != QuestionDecision.Dismiss,
    };

    private void Close(OpenQuestion open, QuestionClosing closing)
    {
        TellHeld();
        _state = _state with { Questions = _state.Questions.Remove(open) };
        // Answered at the terminal, dismissed, or withdrawn: the hook must not wait for ever.
        if (open.HookWaits)
            Do(new AgentEffect.ReplyToHook(open.ReplyId, HookReply.None));
        Emit(new QuestionClosed(open.Asked.QuestionId, closing));
    }
}
