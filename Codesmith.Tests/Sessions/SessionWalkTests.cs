using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

/// <summary>Whatever happens in whatever order, some things always hold.</summary>
internal sealed class SessionWalkTests
{
    private const int Steps = 3000;

    [Test]
    public void Walk_KeepsEveryPromise([Range(1, 12)] int seed)
    {
        var random = new Random(seed);
        var session = new SteppedSession();
        var messages = new List<string>();
        var interactions = new List<InteractionId>();
        for (int step = 0; step < Steps; step++)
        {
            int before = session.Effects.Count;
            bool wasReady = session.State.Lifecycle == LifecycleState.Ready;
            TakeStep(session, random, messages, interactions);
            CheckState(session.State);
            CheckEffects(session, session.Effects.Skip(before).ToList(), wasReady);
        }
        End(session);
        foreach (string message in messages)
        {
            var receipts = session.ReceiptsOf(message).ToList();
            Assert.That(receipts.Count(IsLast), Is.EqualTo(1), $"{message}: {string.Join(' ', receipts)}");
            Assert.That(IsLast(receipts[^1]), Is.True, message);
            Assert.That(receipts, Is.Ordered, message);
        }
        foreach (var interaction in interactions)
            Assert.That(session.ResponseTo(interaction), Is.Not.Null, interaction.Value);
        Assert.That(session.Asked<WorkerRequest.SubmitPrompt>().Count(), Is.GreaterThan(20), "a walk that gets nowhere");
    }

    private static void TakeStep(
        SteppedSession session, Random random, List<string> messages, List<InteractionId> interactions)
    {
        session.Now += TimeSpan.FromSeconds(random.Next(20));
        int generation = session.State.Generation - (random.Next(20) == 0 ? 1 : 0);
        string id = session.State.InFlight?.Id ?? "none";
        switch (random.Next(30))
        {
            case 0 or 1 or 2:
                messages.Add($"m{messages.Count}");
                session.Write(messages[^1], random.Next(10) == 0 ? " " : null);
                break;
            case 3:
                string[] names = ["start", "stop", "clear", "compact", "model", "status", "interrupt", "nonsense"];
                interactions.Add(session.Command(names[random.Next(names.Length)], "name", "opus"));
                break;
            case 4 when random.Next(4) == 0:
                session.Do(new SessionInput.WorkerLost(generation, "lost"));
                break;
            case 5 or 6:
                interactions.Add(session.Command("start"));
                break;
            case 7 when random.Next(4) == 0:
                session.Do(new SessionInput.FromWorker(
                    generation, new AgentExited((AgentExitCause)random.Next(5), 1, "screen")));
                break;
            case 8 or 9 or 10 when session.State.IsOpening:
                session.Open();
                break;
            case 8 or 9 or 10:
                session.Do(new SessionInput.WorkerStarted(generation, SteppedSession.Fresh));
                break;
            case 11 or 12 or 13:
                session.Do(new SessionInput.FromWorker(generation, new AgentReady(null)));
                break;
            case 14 or 15:
                session.Do(new SessionInput.WorkerDisposed(generation));
                break;
            case 16 when session.State.Timers.Count > 0:
                var (timer, stamp) = session.State.Timers.ElementAt(random.Next(session.State.Timers.Count));
                session.Do(new SessionInput.TimerElapsed(timer, stamp - random.Next(2)));
                break;
            case 17 or 18 or 19:
                session.Do(new SessionInput.FromWorker(generation, new PromptAccepted(random.Next(5) == 0 ? null : id)));
                break;
            case 20 or 21 or 22:
                session.Do(new SessionInput.FromWorker(
                    generation, new TurnEnded((TurnOutcome)random.Next(3), "server_error", "oops")));
                break;
            case 23:
                session.Do(new SessionInput.FromWorker(generation, new PromptFailed(id, "failed")));
                break;
            case 24:
                session.Do(new SessionInput.FromWorker(
                    generation, new CommandCompleted(id, random.Next(2) == 0, "command")));
                break;
            case 25:
                Question(session, random, interactions);
                break;
            case 26 when session.Asked<WorkerRequest>().LastOrDefault() is { } request:
                int[] codes = [WorkerErrorCode.AgentBusy, WorkerErrorCode.NoAgent, WorkerErrorCode.InvalidArgument];
                session.Do(new SessionInput.RequestRefused(
                    generation, request, interactions.LastOrDefault(), codes[random.Next(codes.Length)], "refused"));
                break;
            case 27:
                string block = $"b{random.Next(300)}";
                session.Do(new SessionInput.FromWorker(generation, random.Next(4) switch
                {
                    0 => new TextStreamed(block, new string('x', random.Next(9000))),
                    1 => new TextCompleted(block, new string('y', random.Next(9000))),
                    2 => new ToolStarted(block, "Bash", "ls"),
                    _ => new ToolEnded(block, ToolOutcome.Failed, new string('z', 9000), null),
                }));
                break;
            case 28:
                session.Do(new SessionInput.PostsSettled(
                    [.. session.State.Conversation.Items.Select(item => item.Number).Where(_ => random.Next(2) == 0)]));
                break;
            case 29 when random.Next(5) == 0:
                session.Do(new SessionInput.EventsLost(generation));
                session.Do(new SessionInput.FromWorker(generation, new ActivityChanged(AgentActivity.Idle)));
                break;
        }
    }

    private static void Question(SteppedSession session, Random random, List<InteractionId> interactions)
    {
        string id = $"q{random.Next(3)}";
        switch (random.Next(5))
        {
            case 0:
                session.Hear(new QuestionAsked(id, QuestionKind.Plan, "Plan", "body", []));
                break;
            case 1:
                interactions.Add(session.Reply(new QuestionAnswer(id, QuestionDecision.Accept, [])));
                break;
            case 2:
                interactions.Add(session.Press(id));
                if (random.Next(2) == 0)
                    session.Do(new SessionInput.RequestTaken(
                        session.State.Generation, new WorkerRequest.PressKey(AgentKey.Enter), interactions[^1]));
                break;
            default:
                foreach (var open in session.State.Conversation.OpenQuestions.ToList())
                    session.Hear(new QuestionClosed(open.Question.QuestionId, (QuestionClosing)random.Next(2)));
                break;
        }
    }

    private static void CheckState(SessionState state)
    {
        Assert.That(state.Queue, Has.Count.LessThanOrEqualTo(SessionLimits.Queue + 1));
        Assert.That(state.Pending, Has.Count.LessThanOrEqualTo(SessionLimits.PendingResponses));
        Assert.That(state.Conversation.Items, Has.Count.LessThanOrEqualTo(SessionLimits.Items));
        Assert.That(
            state.Conversation.Items.Sum(item => item.Characters),
            Is.LessThanOrEqualTo(SessionLimits.Characters + WireLimits.EventText));
        Assert.That(state.Conversation.Items.Select(item => item.Number), Is.Ordered.And.Unique);
        if (state.Lifecycle is LifecycleState.Stopped or LifecycleState.Failed)
        {
            Assert.That((state.Turn, state.InFlight), Is.EqualTo(((Turn?)null, (QueuedInput?)null)));
            Assert.That(state.Queue, Is.Empty);
            Assert.That(state.Pending, state.IsOpening ? Is.Not.Empty : Is.Empty);
        }
        bool shouldHaveTimer = state.Lifecycle is LifecycleState.Starting or LifecycleState.BackingOff;
        Assert.That(!shouldHaveTimer || state.Timers.ContainsKey(SessionTimer.Lifecycle), Is.True, "it would hang");
    }

    private static void CheckEffects(SteppedSession session, List<SessionEffect> effects, bool wasReady)
    {
        var asked = effects.OfType<SessionEffect.AskWorker>().ToList();
        var handedOver = asked.Select(effect => effect.Request switch
        {
            WorkerRequest.SubmitPrompt(var prompt, _) => prompt.PromptId,
            WorkerRequest.RunCommand(var command) => command.CommandId,
            _ => null,
        }).Where(id => id is not null).ToList();
        Assert.That(handedOver, Has.Count.LessThanOrEqualTo(1));
        if (handedOver.Count == 1)
        {
            Assert.That(session.State.InFlight?.Id, Is.EqualTo(handedOver[0]));
            Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Ready));
            Assert.That(session.State.Turn, Is.Null);
        }
        Assert.That(asked.All(effect => effect.Generation == session.State.Generation), Is.True);
        bool asksAgent = asked.Any(effect => effect.Request is WorkerRequest.Interrupt);
        Assert.That(!asksAgent || wasReady, Is.True);
        Assert.That(effects.OfType<SessionEffect.StartWorker>().Count(), Is.LessThanOrEqualTo(1));
    }

    private static void End(SteppedSession session)
    {
        session.Do(new SessionInput.ShutdownWanted());
        session.Do(new SessionInput.WorkerLost(session.State.Generation, "end"));
        session.Do(new SessionInput.WorkerDisposed(session.State.Generation));
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Stopped).Or.EqualTo(LifecycleState.Failed));
    }

    private static bool IsLast(Receipt receipt) => receipt is Receipt.Done or Receipt.Failed;
}
