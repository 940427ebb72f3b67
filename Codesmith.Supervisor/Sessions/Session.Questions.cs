using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>The agent's questions and the user's answers.</summary>
internal static partial class Session
{
    private static void TakeQuestion(SessionDraft draft, QuestionAsked question)
    {
        draft.State = draft.State with { Conversation = draft.State.Conversation.Ask(question) };
        if (draft.State.Lifecycle == LifecycleState.Launching)
            draft.CancelTimer(SessionTimer.Lifecycle); // It waits for the user now, who may take their time.
    }

    private static void TakeQuestionClosed(SessionDraft draft, QuestionClosed closed)
    {
        draft.State = draft.State with
        {
            Conversation = draft.State.Conversation.Close(closed.QuestionId, closed.Closing),
        };
        draft.Settle(
            pending => pending.QuestionId == closed.QuestionId,
            closed.Closing == QuestionClosing.Answered ? SessionTexts.Answered : SessionTexts.Dismissed);
        if (draft.State.Lifecycle == LifecycleState.Launching && !draft.State.AgentQuestions.Any())
            draft.SetTimer(SessionTimer.Lifecycle, SessionLimits.Start);
    }

    private static void TakeReply(SessionDraft draft, QuestionReplied reply)
    {
        if (TakeHostReply(draft, reply))
            return;
        var question = OpenQuestion(draft, reply.Answer.QuestionId);
        string? refusal = question is null ? SessionTexts.QuestionNotOpen
            : draft.State.Pending.Any(pending => pending.QuestionId == question.QuestionId)
                ? SessionTexts.AlreadyAnswered
            : !Fits(question, reply.Answer) ? SessionTexts.AnswerDoesNotFit
            : null;
        if (refusal is not null)
            draft.RespondFailure(reply.Interaction, refusal);
        else if (draft.Await(PendingKind.Answer, reply.Interaction, reply.Answer.QuestionId))
            draft.Ask(new WorkerRequest.AnswerQuestion(reply.Answer), reply.Interaction);
    }

    private static void TakeKey(SessionDraft draft, KeyPressed key)
    {
        if (OpenQuestion(draft, key.QuestionId) is null)
            draft.RespondFailure(key.Interaction, SessionTexts.QuestionNotOpen);
        else if (draft.Await(PendingKind.Key, key.Interaction))
            draft.Ask(new WorkerRequest.PressKey(key.Key), key.Interaction);
    }

    /// <summary>Null also while the agent is being stopped: it takes no answer any more.</summary>
    private static QuestionAsked? OpenQuestion(SessionDraft draft, string questionId) =>
        draft.State.Lifecycle is LifecycleState.Launching or LifecycleState.Ready
            ? draft.State.AgentQuestions
                .FirstOrDefault(item => item.Question.QuestionId == questionId)?.Question
            : null;

    private static bool Fits(QuestionAsked question, QuestionAnswer answer) =>
        question.Kind != QuestionKind.Choice
        || answer.Decision != QuestionDecision.Accept
        || (answer.Choices.Count == question.Items.Count
            && answer.Choices.All(chosen => chosen.Count > 0 && !chosen.Any(string.IsNullOrWhiteSpace)));
}
