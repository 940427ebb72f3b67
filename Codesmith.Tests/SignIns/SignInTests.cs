using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.SignIns;
using NUnit.Framework;

namespace Codesmith.Tests.SignIns;

/// <summary>Every way in which a sign-in can end, step by step.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SignInTests
{
    private static readonly InteractionId Asker = new("command");
    private static readonly Uri Page = new("https://claude.ai/oauth/authorize?z-x");

    private readonly List<SignInEffect> _effects = [];
    private SignInState _state;
    private int _interactions;

    public SignInTests()
    {
        (_state, var effects) = SignIn.Begin("name", Asker);
        _effects.AddRange(effects);
    }

    [Test]
    public void Success_IsWhatTheStatusSaysAndNothingElse()
    {
        var entered = Enter(Link(), "a#b");
        Do(new SignInInput.Ended(1, 0));
        Assert.That(_state.Phase, Is.EqualTo(SignInPhase.Proving));
        Assert.That(ResponseTo(entered), Is.Null);

        Do(new SignInInput.StatusKnown(new AccountStatus(true, null)));

        Assert.That(ResponseTo(entered)!.IsError, Is.False);
        Assert.That(_state.Phase, Is.EqualTo(SignInPhase.Over));
    }

    [Test]
    public void StatusThatSaysNo_IsAFailure()
    {
        var entered = Enter(Link(), "a#b");
        Do(new SignInInput.Ended(1, 0), new SignInInput.StatusKnown(AccountStatus.SignedOut));
        Assert.That(ResponseTo(entered), Is.EqualTo(new Response(SignInTexts.Unproven, IsError: true)));
        Assert.That(Closed, Is.EqualTo(SignInTexts.Unproven));
    }

    [TestCase("code")]
    [TestCase("#state")]
    [TestCase("code#")]
    [TestCase("co de#state")]
    [TestCase("code#state\nexit")]
    public void CodeThatIsNotWhole_IsNotSentAndMayBeEnteredAgain(string code)
    {
        var offer = Link();
        var entered = Enter(offer, code);
        Assert.That(ResponseTo(entered), Is.EqualTo(new Response(SignInTexts.Incomplete, IsError: true, Offer: offer)));
        Assert.That(_effects.OfType<SignInEffect.SendCode>(), Is.Empty);
        Enter(offer, "a#b");
        Assert.That(_effects.OfType<SignInEffect.SendCode>().Single().Code.Reveal(), Is.EqualTo("a#b"));
    }

    [Test]
    public void CodeThatTheCommandFindsIncomplete_MayBeEnteredAgain()
    {
        var offer = Link();
        var entered = Enter(offer, "a#b");
        Do(new SignInInput.Said(1, new SignInLine.Incomplete()));
        Assert.That(ResponseTo(entered)!.Offer, Is.EqualTo(offer));
        Assert.That(_state.Phase, Is.EqualTo(SignInPhase.Waiting));
    }

    [Test]
    public void RefusedCodes_GetNewLinksUntilThereWereTooMany()
    {
        for (int run = 1; run < SignInLimits.Refusals; run++)
        {
            var entered = Enter(Link(), "a#b");
            Do(new SignInInput.Said(run, new SignInLine.Refused()), new SignInInput.Ended(run, 1));
            Link();
            Assert.That(ResponseTo(entered)!.Offer!.Id, Is.EqualTo($"name.{run + 1}"));
        }
        var last = Enter(_state.Offer!, "a#b");
        Do(
            new SignInInput.Said(SignInLimits.Refusals, new SignInLine.Refused()),
            new SignInInput.Ended(SignInLimits.Refusals, 1));
        Assert.That(ResponseTo(last), Is.EqualTo(new Response(SignInTexts.NotAccepted, IsError: true)));
    }

    [Test]
    public void OlderCommand_IsNotHeard()
    {
        Enter(Link(), "a#b");
        Do(new SignInInput.Said(1, new SignInLine.Refused()), new SignInInput.Ended(1, 1));
        var before = _state;
        Do(new SignInInput.Said(1, new SignInLine.Link(Page)), new SignInInput.Ended(1, 0));
        Assert.That(_state, Is.EqualTo(before));
    }

    [Test]
    public void Failure_IsToldInItsWords()
    {
        var entered = Enter(Link(), "a#b");
        Do(new SignInInput.Said(1, new SignInLine.Failed("Something broke")), new SignInInput.Ended(1, 1));
        Assert.That(ResponseTo(entered)!.Text, Does.Contain("Something broke"));
    }

    [Test]
    public void SecondCodeAtOnce_IsNotSent()
    {
        var offer = Link();
        Enter(offer, "a#b");
        Assert.That(ResponseTo(Enter(offer, "c#d"))!.Text, Is.EqualTo(SignInTexts.Checking));
        Assert.That(_effects.OfType<SignInEffect.SendCode>(), Has.Exactly(1).Items);
    }

    [Test]
    public void NoLink_IsToldToTheAsker()
    {
        Do(new SignInInput.TimerElapsed(_state.Timer));
        Assert.That(ResponseTo(Asker), Is.EqualTo(new Response(SignInTexts.NoLink, IsError: true)));
    }

    [Test]
    public void CommandThatDoesNotStart_IsToldToTheAsker()
    {
        Do(new SignInInput.NotStarted(1, "no sandbox"));
        Assert.That(ResponseTo(Asker)!.Text, Does.Contain("no sandbox"));
    }

    [Test]
    public void OldTimer_DoesNotCount()
    {
        int old = _state.Timer;
        Link();
        Do(new SignInInput.TimerElapsed(old));
        Assert.That(_state.Phase, Is.EqualTo(SignInPhase.Waiting));
        Do(new SignInInput.TimerElapsed(_state.Timer));
        Assert.That(Closed, Is.EqualTo(SignInTexts.Late));
    }

    [Test]
    public void CodeWithoutAnAnswer_IsGivenUp()
    {
        var entered = Enter(Link(), "a#b");
        Do(new SignInInput.TimerElapsed(_state.Timer));
        Assert.That(ResponseTo(entered), Is.EqualTo(new Response(SignInTexts.NoAnswer, IsError: true)));
    }

    [Test]
    public void Cancel_AnswersAllThatWait()
    {
        var entered = Enter(Link(), "a#b");
        var cancel = new InteractionId("cancel");
        Do(new SignInInput.Cancelled(cancel));
        Assert.That(ResponseTo(cancel), Is.EqualTo(new Response(SignInTexts.Cancelled)));
        Assert.That(ResponseTo(entered)!.Text, Is.EqualTo(SignInTexts.Cancelled));
        Assert.That(Closed, Is.EqualTo(SignInTexts.Cancelled));
    }

    [Test]
    public void CommandThatEndsByItself_ClosesTheLink()
    {
        Link();
        Do(new SignInInput.Ended(1, 137));
        Assert.That(Closed, Is.EqualTo(SignInTexts.EndedByItself));
    }

    private string? Closed => _effects.OfType<SignInEffect.CloseLink>().LastOrDefault()?.Reason;

    private SignInOffer Link()
    {
        Do(new SignInInput.Said(_state.Run, new SignInLine.Link(Page)));
        return _state.Offer!;
    }

    private InteractionId Enter(SignInOffer offer, string code)
    {
        var interaction = new InteractionId($"i{++_interactions}");
        Do(new SignInInput.CodeEntered(interaction, offer.Id, new Secret(code)));
        return interaction;
    }

    private Response? ResponseTo(InteractionId interaction) => _effects.OfType<SignInEffect.Respond>()
        .SingleOrDefault(effect => effect.Interaction == interaction)?.Response;

    private void Do(params SignInInput[] inputs)
    {
        foreach (var input in inputs)
        {
            (_state, var effects) = SignIn.Step(_state, input);
            _effects.AddRange(effects);
        }
    }
}
