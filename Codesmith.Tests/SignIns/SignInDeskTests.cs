using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.SignIns;
using NUnit.Framework;

namespace Codesmith.Tests.SignIns;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SignInDeskTests : IAsyncDisposable
{
    private const string Key = "sk-ant-0123456789abcdef";

    private readonly SignInStage _stage = new();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Test]
    public async Task Login_BringsTheLinkDirectlyAndIsProvenByTheStatus()
    {
        var first = await _stage.DoAsync(SignInStage.Command("login"));
        var offer = _stage.Direct.Offer!;
        Assert.That((first.Text, first.Offer), Is.EqualTo((SignInTexts.LookThere, (SignInOffer?)null)));
        Assert.That(offer.Link!.AbsoluteUri, Does.StartWith("https://claude.ai/oauth/authorize?z-"));

        var done = await _stage.DoAsync(SignInStage.Enter(offer, "good#state"));

        Assert.That(done, Is.EqualTo(new Response("You are signed in as `user@example.com`.")));
        Assert.That(_stage.Account.Begun, Is.EqualTo(new[] { AccountCommand.SignIn, AccountCommand.Status }));
        Assert.That(_stage.Store.Find(SignInStage.Alice).HasAccount, Is.True);
        Assert.That(_stage.Changes, Is.EqualTo(new[] { SignInStage.Alice }));
        await _stage.Chat.UntilAsync(() => _stage.Direct.Offer is null);
    }

    [Test]
    public async Task ClosedDirectMessages_BringTheLinkAsTheResponse()
    {
        _stage.Chat.BeforePost = (_, _) => throw new ChatException("closed", ChatFailure.Refused);

        var response = await _stage.DoAsync(SignInStage.Command("login"));
        Assert.That(response.Offer?.Link, Is.Not.Null);
        var done = await _stage.DoAsync(SignInStage.Enter(response.Offer!, "good#state"));

        Assert.That(done.Text, Does.StartWith("You are signed in"));
    }

    [Test]
    public async Task RefusedCode_BringsANewLink()
    {
        var offer = await _stage.LoginAsync();

        var refused = await _stage.DoAsync(SignInStage.Enter(offer, "bad#state"));
        Assert.That((refused.Text, refused.IsError), Is.EqualTo((SignInTexts.Renewed, false)));
        Assert.That((await _stage.DoAsync(SignInStage.Enter(offer, "good#state"))).Text, Is.EqualTo(SignInTexts.UsedUp));
        var done = await _stage.DoAsync(SignInStage.Enter(refused.Offer!, "good#state"));

        Assert.That(done.IsError, Is.False);
        Assert.That(_stage.Direct.Offer, Is.Null);
    }

    [Test]
    public async Task SecondLogin_TakesThePlaceOfTheFirst()
    {
        var first = await _stage.LoginAsync();
        var second = await _stage.DoAsync(SignInStage.Command("login"));
        Assert.That(second.Text, Is.EqualTo(SignInTexts.LookThere));
        Assert.That(
            _stage.Chat.PostsIn("direct")[0], Is.EqualTo(new SignInPost(SignInTexts.Replaced, Offer: null)));
        Assert.That((await _stage.DoAsync(SignInStage.Enter(first, "good#state"))).Text, Is.EqualTo(SignInTexts.UsedUp));
        Assert.That((await _stage.DoAsync(SignInStage.Enter(_stage.Direct.Offer!, "good#state"))).IsError, Is.False);
    }

    [Test]
    public async Task Timeout_EndsItAndWhatComesLateIsTold()
    {
        var offer = await _stage.LoginAsync();
        _stage.Clock.Advance(SignInLimits.CodeEntry);
        await _stage.Chat.UntilAsync(() => _stage.Direct.Markdown == SignInTexts.Late);
        Assert.That((await _stage.DoAsync(SignInStage.Enter(offer, "good#state"))).Text, Is.EqualTo(SignInTexts.Over));
        Assert.That((await _stage.DoAsync(SignInStage.Cancel(offer))).Text, Is.EqualTo(SignInTexts.Over));
        Assert.That(_stage.Store.Find(SignInStage.Alice), Is.EqualTo(StoredCredentials.None));
    }

    [Test]
    public async Task Key_IsStoredOnceItIsNotRefused()
    {
        var form = await _stage.DoAsync(SignInStage.Command("login", ("method", "key")));
        var offer = form.Offer!;
        _stage.CheckKey = _ => KeyFinding.Refused;
        var refused = await _stage.DoAsync(SignInStage.Enter(offer, Key));
        Assert.That((refused.IsError, refused.Offer), Is.EqualTo((true, offer)));
        Assert.That(_stage.Store.Find(SignInStage.Alice).Key, Is.Null);
        Assert.That((await _stage.DoAsync(SignInStage.Enter(offer, "short"))).IsError, Is.True);

        _stage.CheckKey = _ => new KeyFinding(IsRefused: false, "nobody is there");
        var stored = await _stage.DoAsync(SignInStage.Enter(offer, $" {Key}\n"));

        Assert.That(stored.Text, Does.Contain("nobody is there"));
        Assert.That(_stage.Store.Find(SignInStage.Alice).Key!.Reveal(), Is.EqualTo(Key));
        Assert.That(_stage.Chat.Responses.Select(one => one.Response.Text), Has.None.Contains(Key));
    }

    [Test]
    public async Task Logout_RemovesAllAndSaysWhat()
    {
        await _stage.DoAsync(SignInStage.Enter(await _stage.LoginAsync(), "good#state"));
        await _stage.DoAsync(SignInStage.Enter(new SignInOffer("key", SignInSecret.Key, null), Key));

        var removed = await _stage.DoAsync(SignInStage.Command("logout"));
        var again = await _stage.DoAsync(SignInStage.Command("logout"));

        Assert.That(removed.Text, Is.EqualTo("Removed: your account, and your key."));
        Assert.That(again.Text, Is.EqualTo("You were not signed in."));
        Assert.That(_stage.Store.Find(SignInStage.Alice), Is.EqualTo(StoredCredentials.None));
        Assert.That(_stage.Account.Begun, Has.Exactly(2).EqualTo(AccountCommand.Forget));
        Assert.That(_stage.Account.IsSignedIn, Is.False);
    }

    [Test]
    public async Task LogoutWhileSigningIn_EndsThat()
    {
        await _stage.LoginAsync();
        var removed = await _stage.DoAsync(SignInStage.Command("logout"));
        Assert.That(removed.Text, Is.EqualTo(SignInTexts.NothingStored));
        Assert.That(_stage.Direct.Markdown, Is.EqualTo(SignInTexts.SignedOutMeanwhile));
    }

    [Test]
    public async Task EndOfTheProgram_IsToldToWhoWaits()
    {
        _stage.Account.GivesLink = false;
        var login = SignInStage.Command("login");
        _stage.Desk.Take(login);
        await _stage.Desk.DisposeAsync();
        Assert.That((await _stage.ResponseAsync(login)).Text, Is.EqualTo(SignInTexts.ShuttingDown));
    }
}
