using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

/// <summary>Whatever happens in whatever order, some things always hold.</summary>
internal sealed class SessionWalkTests
{
    private const int Steps = 3000;

    [Test]
    public void Walk_KeepsEveryPromise([Range(1, 12)] int seed, [Values] bool outlivesProgram)
    {
        var walk = new SessionWalk(seed, outlivesProgram);
        for (int step = 0; step < Steps; step++)
        {
            bool wasReady = walk.Session.State.Lifecycle == LifecycleState.Ready;
            var effects = walk.Step();
            CheckState(walk.Session.State);
            CheckEffects(walk.Session, effects, wasReady);
            walk.PerhapsWantHost();
            walk.PerhapsRestart();
        }
        walk.EndProgram();
        walk.Restart();
        walk.CheckMessages();
        Assert.That(walk.Sent, Is.GreaterThan(20), "a walk that gets nowhere");
        Assert.That(walk.Programs, outlivesProgram ? Is.GreaterThan(5) : Is.EqualTo(2));
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
        Assert.That(state.Prompts.Select(prompt => prompt.Message), Is.Unique);
        if (state.Lifecycle is LifecycleState.Stopped or LifecycleState.Failed)
        {
            Assert.That((state.Turn, state.InFlight), Is.EqualTo(((Turn?)null, (QueuedInput?)null)));
            if (!state.IsOpening)
                Assert.That((state.Queue, state.Pending), Is.EqualTo((state.Queue.Clear(), state.Pending.Clear())));
        }
        Assert.That(state.Hosts.Open, Has.Count.LessThanOrEqualTo(SessionLimits.HostQuestions));
        Assert.That(state.Hosts.Open.Select(question => question.Host), Is.Unique);
        bool shouldHaveTimer = state is { Lifecycle: LifecycleState.Starting, QueuePosition: 0 }
            or { Lifecycle: LifecycleState.BackingOff };
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
        if (session.State.HasPlace)
            Assert.That(session.Stored, Is.EqualTo(session.State.ToSaved()), "what is stored is what is so");
    }
}
