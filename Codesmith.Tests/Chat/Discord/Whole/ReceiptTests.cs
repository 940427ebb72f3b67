using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

internal sealed class ReceiptTests
{
    [Test]
    public async Task Message_IsAcknowledgedAndSentOnlyWhenItIsStored()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var storing = new TaskCompletionSource();
        var stored = new TaskCompletionSource();
        stage.Program.Store.BeforeSave = session =>
        {
            storing.TrySetResult();
            return stored.Task;
        };

        ulong message = stage.Discord.Say(stage.Alice, channel, "hello");
        await stage.UntilAsync(() => storing.Task.IsCompleted);
        await stage.PassAsync(TimeSpan.FromSeconds(2));
        Assert.That(stage.Signs(channel, message), Is.Empty);
        Assert.That(stage.Prompts, Is.Empty);

        stored.SetResult();
        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        await stage.UntilPostsAsync(channel, "HELLO");
    }

    [Test]
    public async Task Message_ThatCannotBeStored_IsNotSaidToBe()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        stage.Program.Store.BeforeSave = _ => throw new IOException("The disk is full.");

        ulong message = stage.Discord.Say(stage.Alice, channel, "hello");

        // It is worked on all the same.
        await stage.UntilSignsAsync(channel, message, "✅");
        await stage.UntilPostsAsync(channel, "HELLO");
    }

    [Test]
    public async Task Signs_FollowAMessageFromTheQueueToTheEnd()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);

        var (worker, first) = await stage.HoldTurnAsync(channel, "first");
        ulong second = stage.Discord.Say(stage.Alice, channel, "second");
        await stage.UntilSignsAsync(channel, second, "👀", "⏳");

        worker.Emit(new TurnEnded(TurnOutcome.Completed));
        await stage.UntilSignsAsync(channel, first, "👀", "✅");
        await stage.UntilSignsAsync(channel, second, "👀", "⚙️");
    }

    [Test]
    public async Task QueuedMessage_IsChangedByAnEditAndWithdrawnByADeletion()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var (worker, _) = await stage.HoldTurnAsync(channel, "first");

        ulong second = stage.Discord.Say(stage.Alice, channel, "second");
        ulong third = stage.Discord.Say(stage.Alice, channel, "third");
        await stage.UntilSignsAsync(channel, third, "👀", "⏳");
        stage.Discord.EditMessage(stage.Alice, channel, second, "second, and better");
        stage.Discord.DeleteMessage(stage.Alice, channel, third);
        ulong fourth = stage.Discord.Say(stage.Alice, channel, "fourth");
        await stage.UntilSignsAsync(channel, fourth, "👀", "⏳");

        stage.OnPrompt = Doubles.FakeWorker.Obey;
        worker.Emit(new TurnEnded(TurnOutcome.Completed));
        await stage.UntilSignsAsync(channel, fourth, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "first", "second, and better", "fourth" }));
    }

    [Test]
    public async Task FailedMessage_SaysWhyInAReply_AndRunsAgainOnRetry()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        ulong message = await FailAsync(stage, channel, "hello");
        var notice = stage.Discord.Messages(channel)[^1];
        Assert.That(notice.Reference?.Id, Is.EqualTo(message));

        stage.OnPrompt = Doubles.FakeWorker.Obey;
        await stage.PressAsync(stage.Alice, channel, "Retry");

        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        await stage.UntilAsync(() => notice.Components.Count == 0);
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "hello", "hello" }));
        await stage.UntilAsync(() => stage.Posts(channel)[^1] == "HELLO");
    }

    [Test]
    public async Task Retry_AfterARestart_TakesTheMessageAsItIsByThen()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        ulong message = await FailAsync(stage, channel, "hello");

        await stage.StopProgramAsync();
        stage.Discord.EditMessage(stage.Alice, channel, message, "goodbye");
        stage.OnPrompt = Doubles.FakeWorker.Obey;
        await stage.StartProgramAsync();
        await stage.PressAsync(stage.Alice, channel, "Retry");

        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "hello", "goodbye" }));
    }

    [Test]
    public async Task Retry_OfADeletedMessage_TellsTheUserAlone()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        ulong message = await FailAsync(stage, channel, "hello");

        stage.Discord.DeleteMessage(stage.Alice, channel, message);
        var press = await stage.PressAsync(stage.Alice, channel, "Retry");

        await stage.UntilAsync(() => stage.Discord.Read(press).Length > 0);
        Assert.That(stage.Discord.Read(press), Does.Contain("That message is not there any more."));
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "hello" }));
    }

    /// <summary>A message whose turn failed, with the post that says so.</summary>
    private static async Task<ulong> FailAsync(SupervisorStage stage, ulong channel, string text)
    {
        stage.OnPrompt = SupervisorStage.Fail;
        ulong message = stage.Discord.Say(stage.Alice, channel, text);
        await stage.UntilSignsAsync(channel, message, "👀", "❌");
        await stage.UntilPostAsync(channel, "❌ The model's service failed.");
        return message;
    }
}
