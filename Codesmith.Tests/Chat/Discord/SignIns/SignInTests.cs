using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.SignIns;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.SignIns;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.SignIns;

/// <summary>Signing in by direct messages, between the desk and a Discord on loopback.</summary>
internal sealed class SignInTests
{
    private const string EnterCode = "Enter the code…";

    [Test]
    public async Task Login_GoesOnInDirectMessages()
    {
        await using var stage = await DiscordStage.StartAsync();
        await using var signIns = new SignInStage(stage.Chat);
        ulong direct = stage.Discord.DirectMessages(stage.Alice);
        var command = await LoginAsync(stage, signIns);
        await stage.Discord.UntilAsync(() => stage.Read(command).Contains(SignInTexts.LookThere, StringComparison.Ordinal));
        ulong post = stage.Discord.Messages(direct).Single().Id;
        Assert.That(stage.Read(direct), Does.Contain($"[Open the page] [{EnterCode}] [Cancel]"));

        var first = await EnterAsync(stage, post, "good#state");
        signIns.Desk.Take(await stage.NextAsync<SignInEntered>());
        await stage.Discord.UntilAsync(() => stage.Read(first).Contains("user@example.com", StringComparison.Ordinal));
        await stage.Discord.UntilAsync(() => stage.Discord.Messages(direct).Single().Components.Count == 0);

        Assert.That(stage.Read(direct), Does.Contain("You are signed in").And.Not.Contain("good#state"));
        Assert.That(stage.Read(stage.General), Is.Empty);
    }

    [Test]
    public async Task ClosedDirectMessages_BringTheLinkToTheOneWhoAsked()
    {
        await using var stage = await DiscordStage.StartAsync();
        await using var signIns = new SignInStage(stage.Chat);
        stage.Discord.CloseDirectMessages(stage.Alice);
        var command = await LoginAsync(stage, signIns);
        await stage.Discord.UntilAsync(() => stage.Read(command).Contains(EnterCode, StringComparison.Ordinal));
        Assert.That(stage.Read(stage.General), Is.Empty);

        var entered = await EnterAsync(stage, command.EphemeralMessages.Single().Id, "good#state");
        signIns.Desk.Take(await stage.NextAsync<SignInEntered>());
        await stage.Discord.UntilAsync(() => stage.Read(entered).Contains("You are signed in", StringComparison.Ordinal));
    }

    [Test]
    public async Task ButtonOfAnEarlierProgram_SaysThatItIsOver()
    {
        await using var stage = await DiscordStage.StartAsync();
        await using var signIns = new SignInStage(stage.Chat);
        ulong direct = DiscordStage.Number(await stage.OpenAsync(stage.Alice, ChannelPlace.Direct));
        ulong post = await stage.PostAsync(direct, new SignInPost("Open the page.", Offer));
        var press = stage.Discord.PressButton(stage.Alice, post, "Cancel");
        signIns.Desk.Take(await stage.NextAsync<SignInCancelled>());
        await stage.Discord.UntilAsync(() => stage.Read(press).Contains(SignInTexts.Over, StringComparison.Ordinal));
    }

    [Test]
    public async Task SomebodyElsesSignIn_IsNotTheirs()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong post = await stage.PostAsync(stage.General, new SignInPost("Open the page.", Offer));
        foreach (string button in new[] { EnterCode, "Cancel" })
        {
            var press = stage.Discord.PressButton(stage.Bob, post, button);
            await stage.AnsweredAsync(press);
            Assert.That(press.Modal, Is.Null);
            Assert.That(stage.Read(press), Does.Contain("somebody else"));
        }
        await stage.NothingAsync();
    }

    [Test]
    public async Task NoticeOfAnExpiredSignIn_BringsTheCommandAtHand()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong prompt = stage.Discord.Say(stage.Alice, stage.General, "a prompt");
        ulong post = await stage.PostAsync(
            stage.General,
            new NoticePost(NoticeLevel.Error, "It has expired.", CanRetry: true, CanSignIn: true)
            {
                ReplyTo = new MessageId($"{prompt}"),
            });
        Assert.That(stage.Read(stage.General), Does.Contain("[Sign in…] [Retry]"));
        var press = stage.Discord.PressButton(stage.Alice, post, "Sign in…");
        var command = await stage.NextAsync<CommandInvoked>();
        Assert.That((command.Name, command.Arguments.Count), Is.EqualTo(("login", 0)));
        await stage.RespondAsync(command, "Look there.");
        Assert.That(stage.Read(press), Does.Contain("Look there."));
        Assert.That(stage.Discord.Messages(stage.General).Single(message => message.Id == post).Components, Is.Not.Empty);
    }

    [Test]
    public async Task LongLink_IsInTheText()
    {
        await using var stage = await DiscordStage.StartAsync();
        var link = new Uri("https://claude.com/cai/oauth/authorize?" + new string('x', 600));
        await stage.PostAsync(stage.General, new SignInPost("Open the page.", Offer with { Link = link }));
        Assert.That(
            stage.Read(stage.General), Does.Contain(link.AbsoluteUri).And.Not.Contain("[Open the page]"));
    }

    private static SignInOffer Offer { get; } = new(
        "name.1", SignInSecret.Code, new Uri("https://claude.ai/oauth/authorize?z-x"));

    private static async Task<Interaction> LoginAsync(DiscordStage stage, SignInStage signIns)
    {
        var command = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc login");
        signIns.Desk.Take(await stage.NextAsync<CommandInvoked>());
        return command;
    }

    private static async Task<Interaction> EnterAsync(DiscordStage stage, ulong post, string code)
    {
        var opened = stage.Discord.PressButton(stage.Alice, post, EnterCode);
        await stage.AnsweredAsync(opened);
        return stage.Discord.SubmitModal(opened, ("text", code));
    }
}
