using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

/// <summary>Sign-ins, and what is entered to go on with them.</summary>
internal abstract partial class ChatContract
{
    private static readonly SignInOffer Code = new(
        "name.1", SignInSecret.Code, new Uri("https://claude.ai/oauth/authorize?z-_a_b_c"));

    private static readonly SignInOffer Key = new("key", SignInSecret.Key, Link: null);

    [Test]
    public async Task SignIn_TakesWhatIsEnteredAndShowsItToNobody()
    {
        var post = await PostAsync(new SignInPost("Open the page.", Code));
        await _chat.EnterAsync("code#state");
        var entered = await NextAsync<SignInEntered>();
        Assert.That((entered.User, entered.Offer), Is.EqualTo((_chat.User, Code.Id)));
        Assert.That(entered.Entered.Reveal(), Is.EqualTo("code#state"));
        Assert.That($"{entered}", Does.Not.Contain("code#state"));
        await RespondAsync(entered, "You are signed in.");
        await EditAsync(post, new SignInPost("It is done.", Offer: null));
        Assert.That(
            await _chat.ReadAsync(_chat.Channel),
            Does.Contain("It is done.").And.Contain("You are signed in.").And.Not.Contain("code#state"));
    }

    [Test]
    public async Task SignInInAResponse_IsTriedAgainUntilItIsTaken()
    {
        await _chat.InvokeAsync("login", ("method", "key"));
        var command = await NextAsync<CommandInvoked>();
        await RespondAsync(command, new Response("Give a key.", Offer: Key));
        await _chat.EnterAsync("sk-first");
        var first = await NextAsync<SignInEntered>();
        await RespondAsync(first, new Response("That is no key.", IsError: true, Offer: Key));
        await _chat.EnterAsync("sk-second");
        var second = await NextAsync<SignInEntered>();
        await RespondAsync(second, "It is stored.");
        Assert.That((first.Entered.Reveal(), second.Entered.Reveal()), Is.EqualTo(("sk-first", "sk-second")));
        Assert.That(
            await _chat.ReadAsync(_chat.Channel),
            Does.Contain("That is no key.").And.Contain("It is stored.").And.Not.Contain("sk-"));
    }

    [Test]
    public async Task SignIn_CanBeGivenUpAndIsOverThen()
    {
        var post = await PostAsync(new SignInPost("Open the page.", Code));
        await _chat.CancelSignInAsync();
        var cancelled = await NextAsync<SignInCancelled>();
        Assert.That((cancelled.User, cancelled.Offer), Is.EqualTo((_chat.User, Code.Id)));
        await RespondAsync(cancelled, "It was cancelled.");
        await EditAsync(post, new SignInPost("Cancelled.", Offer: null));
        await _chat.WriteAsync("a prompt again");
        Assert.That((await NextAsync<MessageReceived>()).Text, Is.EqualTo("a prompt again"));
    }

    private Task RespondAsync(InteractionEvent to, Response response) =>
        _chat.Chat.RespondAsync(to.Interaction, response, CancellationToken.None);
}
