using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Console;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console;

internal sealed class ConsoleChatTests
{
    [Test]
    public async Task Session_IsWrittenAsApproved()
    {
        await using var console = new ConsoleScript("/cc start\nHello\n/cc status\n/cc stop\n");

        await console.RespondAsync((await console.NextAsync<CommandInvoked>()).Interaction, "Your session runs.");
        var message = await console.NextAsync<MessageReceived>();
        await console.ReceiptAsync(message, Receipt.Accepted);
        PostId text = await console.PostAsync(new TextPost("Let me", IsLive: true));
        PostId tools = await console.PostAsync(new ToolsPost([new("Bash", "echo hi", null, null, null)]));
        await console.EditAsync(tools, new ToolsPost(
        [
            new("Bash", "echo hi", ToolOutcome.Succeeded, null, TimeSpan.FromSeconds(0.1)),
            new("Read", "a.txt\nerror: not mine", ToolOutcome.Failed, "No such file:\n  a.txt", TimeSpan.FromSeconds(75)),
            new("Grep", "", ToolOutcome.Interrupted, null, null),
        ]));
        await console.EditAsync(text, new TextPost("Let me look.\n\nerror: \e[31mnot ours", IsLive: false));
        await console.PostAsync(new NoticePost(NoticeLevel.Warning, "Two lines\nof warning"));
        await console.PostAsync(new PanelPost(new Panel(
            SessionActivity.Ready, "idle",
            new AgentStatus("claude-x", "Opus 5.5", 12345, 678, 0.0123m, 42.4, 200_000, [new("five_hour", 12, null)]),
            console.Time.GetUtcNow() - TimeSpan.FromSeconds(185),
            0)));
        await console.ReceiptAsync(message, Receipt.Done);
        await console.RespondAsync((await console.NextAsync<CommandInvoked>()).Interaction, "State: idle");
        await console.RespondAsync((await console.NextAsync<CommandInvoked>()).Interaction, "Stopped.");
        await console.EndAsync();

        Assert.That(console.Output, Is.EqualTo(
            """
            you> /cc start
            notice: Your session runs.
            you> Hello
            claude> Let me look.
            claude>
            claude> error: <U+001B>[31mnot ours
            tool: Bash echo hi (ok, 0.1s)
            tool: Read a.txt / error: not mine (failed, 1m 15s): No such file: / a.txt
            tool: Grep (interrupted)
            warning: Two lines
            warning: of warning
            you> /cc status
            status: idle · model Opus 5.5 · in 12,345 tokens · out 678 tokens · cost $0.0123 · context 42% of 200,000 · five_hour 12% · up 3m 5s · queue 0
            you> /cc stop
            notice: Stopped.

            """));
        Assert.That(console.Chat.Failure, Is.Null);
    }

    [Test]
    public async Task NextLine_WaitsForTheEndOfThePrompt([Values(Receipt.Done, Receipt.Failed)] Receipt end)
    {
        await using var console = new ConsoleScript("one\ntwo");

        var one = await console.NextAsync<MessageReceived>();
        await console.ReceiptAsync(one, Receipt.Received);
        await console.ReceiptAsync(one, Receipt.Queued);
        await console.ReceiptAsync(one, Receipt.Accepted);
        await console.NothingAsync();
        await console.ReceiptAsync(one, end);
        var two = await console.NextAsync<MessageReceived>();
        await console.NothingAsync();
        await console.ReceiptAsync(two, Receipt.Done);

        await console.EndAsync();
        Assert.That((one.Text, two.Text), Is.EqualTo(("one", "two")));
        Assert.That(console.Chat.Failure, Is.EqualTo(end == Receipt.Failed ? "a message failed" : null));
    }

    [Test]
    public async Task FailedMessage_WithoutANoticeOfItsOwn_IsToldAllTheSame()
    {
        await using var console = new ConsoleScript("one\ntwo");

        var one = await console.NextAsync<MessageReceived>();
        await console.PostAsync(new NoticePost(NoticeLevel.Warning, "Nothing runs.") { ReplyTo = one.Message });
        await console.ReceiptAsync(one, Receipt.Failed);
        await console.ReceiptAsync(await console.NextAsync<MessageReceived>(), Receipt.Failed);

        await console.EndAsync();
        Assert.That(console.Output, Is.EqualTo(
            """
            you> one
            warning: Nothing runs.
            you> two
            warning: Not sent: the reason above still holds.

            """));
    }

    [Test]
    public async Task NextLine_WaitsForTheResponseToACommand()
    {
        await using var console = new ConsoleScript("/cc model opus\nhello");

        var command = await console.NextAsync<CommandInvoked>();
        await console.NothingAsync();
        await console.RespondAsync(command.Interaction, "");
        await console.ReceiptAsync(await console.NextAsync<MessageReceived>(), Receipt.Done);

        await console.EndAsync();
        Assert.That(command.Arguments["name"], Is.EqualTo("opus"));
    }

    [Test]
    public async Task Mistakes_AreToldAtOnceAndFailTheScript()
    {
        await using var console = new ConsoleScript("/cc strat\n/cc model\n\"\"\"\nopen");

        await console.EndAsync();

        Assert.That(console.Output, Is.EqualTo(
            """"
            you> /cc strat
            error: There is no command /cc strat. Did you mean /cc start?
            you> /cc model
            error: /cc model needs a name. Usage: /cc model <name>
            error: The block that began in line 3 has no end (""") and was not sent.

            """"));
        Assert.That(console.Chat.Failure, Is.EqualTo("There is no command /cc strat. Did you mean /cc start?"));
    }

    [Test]
    public async Task EmptyInput_EndsAtOnce()
    {
        await using var console = new ConsoleScript("");

        await console.EndAsync();

        Assert.That((console.Output, console.Chat.Failure), Is.EqualTo(("", (string?)null)));
    }

    [Test]
    public async Task Block_IsOneMessageAndNeverACommand()
    {
        await using var console = new ConsoleScript("\"\"\"\r\n/cc stop\r\n\r\nsecond\r\n\"\"\"\r\n");

        var message = await console.NextAsync<MessageReceived>();

        Assert.That(message.Text, Is.EqualTo("/cc stop\n\nsecond"));
        await console.ReceiptAsync(message, Receipt.Done);
        await console.EndAsync();
    }

    [Test]
    public async Task PromptThatIsTooLong_IsRefused()
    {
        await using var console = new ConsoleScript(new string('x', WireLimits.PromptText + 1));

        await console.EndAsync();

        Assert.That(console.Chat.Failure, Is.EqualTo("The message is too long: at most 131072 characters."));
    }

    [Test]
    public async Task CtrlC_InterruptsTheTurnAndThenEnds()
    {
        await using var console = new ConsoleScript("work\nmore");
        await console.NextAsync<MessageReceived>();

        console.Chat.PressInterrupt();
        var interrupt = await console.NextAsync<CommandInvoked>();
        await console.RespondAsync(interrupt.Interaction, "Interrupted.");
        console.Chat.PressInterrupt();

        await console.EndAsync();
        Assert.That(interrupt.Name, Is.EqualTo("interrupt"));
        Assert.That(console.Chat.Failure, Is.EqualTo("ended by Ctrl-C"));
    }

    [Test]
    public async Task CtrlC_EndsAnIdleConsole()
    {
        await using var console = new ConsoleScript("/cc start");
        await console.NextAsync<CommandInvoked>();

        console.Chat.PressInterrupt();

        await console.EndAsync();
    }

    [Test]
    public async Task Preview_IsReleasedWhenTheTurnEnds()
    {
        await using var console = new ConsoleScript("go");
        var message = await console.NextAsync<MessageReceived>();
        PostId post = await console.PostAsync(new TextPost("first\n", IsLive: true));
        Assert.That(console.Output, Is.EqualTo("you> go\n"));

        await console.ReceiptAsync(message, Receipt.Done);
        await console.EditAsync(post, new TextPost("first\nsecond", IsLive: false));
        await console.EditAsync(post, new TextPost("first\nsecond", IsLive: false));

        await console.EndAsync();
        Assert.That(console.Output, Is.EqualTo("you> go\nclaude> first\nclaude> second\n"));
    }

    [Test]
    public void OutputThatIsGone_IsAChatException()
    {
        var chat = new ConsoleChat(new BrokenView(), new NoInput(), TimeProvider.System);

        Assert.That(
            () => chat.CreatePostAsync(
                new PostPlace(ConsoleChat.Channel, ConsoleChat.User), "nonce", new TextPost("x", false),
                CancellationToken.None),
            Throws.InstanceOf<ChatException>());
        Assert.That(chat.PressInterrupt, Throws.Nothing);
        chat.Dispose();
    }

    private sealed class BrokenView : IConsoleView
    {
        public void Show(ConsoleItem item) => throw new IOException("gone");

        public void ShowProgress(ConsoleProgress? progress) => throw new IOException("gone");
    }

    private sealed class NoInput : IConsoleInput
    {
        public bool IsInteractive => false;

        public bool IsHidden { get; set; }

        public ValueTask<ConsoleEntry?> ReadAsync(CancellationToken cancellationToken) => new((ConsoleEntry?)null);
    }
}
