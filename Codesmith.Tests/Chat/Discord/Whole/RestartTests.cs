using Codesmith.Tests.Doubles;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>One program ends, in order or not, and the next goes on where it was.</summary>
internal sealed class RestartTests
{
    [Test]
    public async Task Session_WakesByItselfForWhatWasWrittenMeanwhile()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        ulong before = stage.Discord.Say(stage.Alice, channel, "before");
        await stage.UntilSignsAsync(channel, before, "👀", "✅");

        await stage.StopProgramAsync();
        stage.Discord.Say(stage.Alice, channel, "one");
        stage.Discord.Say(stage.Alice, channel, "two");
        await stage.StartProgramAsync();
        await stage.UntilAsync(() => stage.Prompts.Count == 3);
        ulong after = stage.Discord.Say(stage.Alice, channel, "after");

        await stage.UntilSignsAsync(channel, after, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "before", "one", "two", "after" }));
    }

    [Test]
    public async Task Session_ThatNobodyWritesTo_Sleeps()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.StopProgramAsync();

        await stage.StartProgramAsync();

        await stage.PassAsync(TimeSpan.FromSeconds(70), SupervisorStage.LongStep);
        Assert.That(stage.Program.Workers.Running, Is.Zero);
        Assert.That(stage.Posts(channel)[^1], Does.StartWith("Codesmith goes down for now."));
    }

    [Test]
    public async Task KilledProgram_TellsWhatWasInWork_AndGoesOnWithWhatWaited()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var (_, inWork) = await stage.HoldTurnAsync(channel, "in work");
        ulong waiting = stage.Discord.Say(stage.Alice, channel, "waiting");
        await stage.UntilSignsAsync(channel, waiting, "👀", "⏳");

        await stage.KillProgramAsync();
        stage.OnPrompt = FakeWorker.Obey;
        await stage.StartProgramAsync();

        await stage.UntilSignsAsync(channel, inWork, "👀", "❌");
        await stage.UntilSignsAsync(channel, waiting, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "in work", "waiting" }));
        await stage.UntilPostAsync(channel, "❌ Codesmith was restarted before this was done.");

        await stage.PressAsync(stage.Alice, channel, "Retry");
        await stage.UntilSignsAsync(channel, inWork, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "in work", "waiting", "in work" }));
    }

    [Test]
    public async Task PromptSentButNotAccepted_WhenTheProgramIsKilled_IsNotSentAgainByItself()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        stage.OnPrompt = (_, _) => { };
        ulong message = stage.Discord.Say(stage.Alice, channel, "perhaps");
        await stage.UntilAsync(() => stage.Prompts.Count == 1 && stage.Signs(channel, message).Contains("👀"));

        await stage.KillProgramAsync();
        stage.OnPrompt = FakeWorker.Obey;
        await stage.StartProgramAsync();

        await stage.UntilSignsAsync(channel, message, "👀", "❌");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "perhaps" }));
    }

    [Test]
    public async Task WaitingMessages_ChangedAndRemovedWhileNoProgramRuns_AreTakenAsTheyAreNow()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.HoldTurnAsync(channel, "in work");
        ulong changed = stage.Discord.Say(stage.Alice, channel, "old text");
        ulong removed = stage.Discord.Say(stage.Alice, channel, "removed");
        await stage.UntilSignsAsync(channel, removed, "👀", "⏳");

        await stage.KillProgramAsync();
        stage.OnPrompt = FakeWorker.Obey;
        stage.Discord.EditMessage(stage.Alice, channel, changed, "new text");
        stage.Discord.DeleteMessage(stage.Alice, channel, removed);
        await stage.StartProgramAsync();

        await stage.UntilSignsAsync(channel, changed, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "in work", "new text" }));
    }

    [Test]
    public async Task PromptNotStoredYet_WhenTheProgramIsKilled_ReachesTheAgentOnce()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var storing = new TaskCompletionSource();
        var stored = new TaskCompletionSource();
        stage.Program.Store.BeforeSave = _ =>
        {
            storing.TrySetResult();
            return stored.Task;
        };
        ulong message = stage.Discord.Say(stage.Alice, channel, "hello");
        await stage.UntilAsync(() => storing.Task.IsCompleted);

        await stage.KillProgramAsync();
        await stage.StartProgramAsync();
        await stage.UntilSignsAsync(channel, message, "👀", "✅");

        Assert.That(stage.Prompts, Is.EqualTo(new[] { "hello" }));
        stored.SetException(new IOException("It was never stored."));
    }
}
