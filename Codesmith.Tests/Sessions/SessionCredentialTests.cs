using Codesmith.Protocol;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

internal sealed class SessionCredentialTests
{
    [TestCase(CredentialKind.Account, AgentCredential.Account)]
    [TestCase(CredentialKind.OwnKey, AgentCredential.Gateway)]
    [TestCase(CredentialKind.SharedKey, AgentCredential.Gateway)]
    public void Agent_IsLaunchedForWhatCounts(CredentialKind kind, AgentCredential expected)
    {
        var session = Running(kind);
        Assert.That(session.Asked<WorkerRequest.StartAgent>().Single().Launch.Credential, Is.EqualTo(expected));
    }

    [TestCase(CredentialKind.Account, CredentialKind.SharedKey)]
    [TestCase(CredentialKind.Account, null)]
    [TestCase(CredentialKind.SharedKey, null)]
    public void LostCredential_EndsTheAgentAtOnceAndItStartsAnew(CredentialKind before, CredentialKind? after)
    {
        var session = Running(before);
        session.Write("m1");
        session.Accept();

        session.Do(new SessionInput.CredentialChanged(after));

        Assert.That(session.Asked<WorkerRequest.StopAgent>(), Has.Exactly(1).Items);
        Assert.That(session.Notices, Has.Some.Contains("sign-in has changed"));
        session.GoDown();
        Assert.That(session.State.Lifecycle, Is.EqualTo(LifecycleState.Starting));
        Assert.That(session.State.ConversationId, Is.EqualTo(SteppedSession.Fresh));
    }

    [Test]
    public void AgentThatDoesNotEnd_IsNotWaitedForForever()
    {
        var session = Running(CredentialKind.Account);
        session.Do(new SessionInput.CredentialChanged(null));
        session.Elapse(SessionTimer.Lifecycle);
        Assert.That(session.Effects.OfType<SessionEffect.DisposeWorker>(), Is.Not.Empty);
    }

    [Test]
    public void WonAccount_IsTakenUpAtRest()
    {
        var session = Running(CredentialKind.SharedKey);
        session.Write("m1");
        session.Accept();
        session.Do(new SessionInput.CredentialChanged(CredentialKind.Account));
        Assert.That(session.Asked<WorkerRequest.StopAgent>(), Is.Empty);
        session.Hear(new TurnEnded(TurnOutcome.Completed));
        Assert.That(session.Asked<WorkerRequest.StopAgent>(), Has.Exactly(1).Items);
    }

    [TestCase(CredentialKind.SharedKey, CredentialKind.OwnKey)]
    [TestCase(CredentialKind.OwnKey, CredentialKind.SharedKey)]
    [TestCase(CredentialKind.Account, CredentialKind.Account)]
    public void ChangeThatTheGatewaySees_DoesNotConcernTheAgent(CredentialKind before, CredentialKind after)
    {
        var session = Running(before);
        session.Do(new SessionInput.CredentialChanged(after));
        Assert.That(session.Asked<WorkerRequest.StopAgent>(), Is.Empty);
        Assert.That(session.State.Credential, Is.EqualTo(after));
    }

    [TestCase(CredentialKind.Account, "authentication_failed", "OAuth token has expired · Please run /login", "sign-in is not valid")]
    [TestCase(CredentialKind.Account, null, "Not logged in · Please run /login", "sign-in is not valid")]
    [TestCase(CredentialKind.OwnKey, "authentication_failed", "Invalid API key · Fix external API key", "key is not accepted")]
    public void ExpiredSignIn_LeadsToANewOne(CredentialKind kind, string? error, string message, string told)
    {
        var session = Running(kind);
        session.Write("m1");
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Failed, error, message));

        var notice = session.NoticeItems.Last();
        Assert.That((notice.CanSignIn, notice.CanRetry), Is.EqualTo((true, true)));
        Assert.That(notice.Markdown, Does.Contain(told).And.Contain("/cc login").And.Not.Contain("Please run"));
    }

    [Test]
    public void RefusedSharedKey_IsTheOperatorsToMend()
    {
        var session = Running(CredentialKind.SharedKey);
        session.Write("m1");
        session.Accept();
        session.Hear(new TurnEnded(TurnOutcome.Failed, "authentication_failed", "Invalid API key"));
        Assert.That(session.NoticeItems.Last().CanSignIn, Is.False);
    }

    private static SteppedSession Running(CredentialKind kind)
    {
        var session = new SteppedSession();
        session.Start();
        session.ComeUp(kind);
        return session;
    }
}
