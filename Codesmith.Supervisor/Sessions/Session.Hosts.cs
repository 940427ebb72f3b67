using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>Hosts that something in the sandbox wants to reach and only the user can allow.</summary>
internal static partial class Session
{
    private static void TakeHostWanted(SessionDraft draft, SessionInput.HostWanted wanted)
    {
        var hosts = draft.State.Hosts;
        var open = hosts.Open.Find(question => question.Host == wanted.Host);
        HostVerdict? verdict = draft.State.Lifecycle != LifecycleState.Ready ? HostVerdict.NoSession
            : hosts.Find(wanted.Host, draft.Now) is { } said ? said
            : open is null && hosts.Open.Count >= SessionLimits.HostQuestions ? HostVerdict.TooManyQuestions
            : null;
        if (verdict is not null)
        {
            draft.Add(new SessionEffect.AnswerHost(wanted.Request, verdict.Value));
            return;
        }
        if (open is null)
        {
            open = HostQuestion.Of(draft.NextNumber(), wanted.Host);
            draft.State = draft.State with { Conversation = draft.State.Conversation.Ask(Asked(open)) };
        }
        draft.State = draft.State with { Hosts = hosts.Wait(open, wanted.Request) };
    }

    /// <summary>When nobody waits any more, nobody is asked any more: the answer would come too late.</summary>
    private static void TakeHostGivenUp(SessionDraft draft, long request)
    {
        if (draft.State.Hosts.Open.Find(question => question.Requests.Contains(request)) is not { } open)
            return;
        if (open.Requests.Count == 1)
            CloseHost(draft, open, HostVerdict.Unanswered, SessionLimits.HostUnanswered, QuestionClosing.Dismissed);
        else
            draft.State = draft.State with { Hosts = draft.State.Hosts.Leave(open, request) };
    }

    /// <returns>False for a question of the agent's.</returns>
    private static bool TakeHostReply(SessionDraft draft, QuestionReplied reply)
    {
        if (!HostQuestion.Is(reply.Answer.QuestionId))
            return false;
        var open = draft.State.Hosts.Open.Find(question => question.QuestionId == reply.Answer.QuestionId);
        (HostVerdict Verdict, TimeSpan? Holds)? said = reply.Answer switch
        {
            { Decision: not QuestionDecision.Accept } => (HostVerdict.Unanswered, SessionLimits.HostUnanswered),
            { Choices: [[HostQuestion.Once]] } => (HostVerdict.Allowed, null),
            { Choices: [[HostQuestion.ForSession]] } => (HostVerdict.Allowed, TimeSpan.MaxValue),
            { Choices: [[HostQuestion.Deny]] } => (HostVerdict.Denied, TimeSpan.MaxValue),
            _ => null,
        };
        if (open is null)
        {
            draft.RespondFailure(reply.Interaction, SessionTexts.QuestionNotOpen);
        }
        else if (said is not var (verdict, holds))
        {
            draft.RespondFailure(reply.Interaction, SessionTexts.AnswerDoesNotFit);
        }
        else
        {
            CloseHost(draft, open, verdict, holds, QuestionClosing.Answered);
            draft.Respond(reply.Interaction, SessionTexts.Answered);
        }
        return true;
    }

    private static void CloseHost(
        SessionDraft draft, HostQuestion question, HostVerdict verdict, TimeSpan? holds, QuestionClosing closing)
    {
        draft.State = draft.State with
        {
            Hosts = draft.State.Hosts.Close(question, verdict, holds, draft.Now),
            Conversation = draft.State.Conversation.Close(question.QuestionId, closing),
        };
        foreach (long request in question.Requests)
            draft.Add(new SessionEffect.AnswerHost(request, verdict));
    }

    /// <summary>The agent is gone, and with it all that wanted to reach something.</summary>
    private static void RefuseHosts(SessionDraft draft)
    {
        foreach (long request in draft.State.Hosts.Open.SelectMany(question => question.Requests))
            draft.Add(new SessionEffect.AnswerHost(request, HostVerdict.NoSession));
        draft.State = draft.State with { Hosts = draft.State.Hosts.CloseAll() };
    }

    private static QuestionAsked Asked(HostQuestion question)
    {
        string title = SessionTexts.HostWanted(question.Host);
        return new QuestionAsked(
            question.QuestionId, QuestionKind.Choice, title, Body: "",
            [
                new QuestionItem("Network", title, MultiSelect: false,
                [
                    new(HostQuestion.Once, "the connections that wait now"),
                    new(HostQuestion.ForSession, "until the session is stopped"),
                    new(HostQuestion.Deny, "and do not ask again in this session"),
                ]),
            ]);
    }
}
