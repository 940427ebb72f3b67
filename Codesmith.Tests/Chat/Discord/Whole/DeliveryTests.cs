using Codesmith.Protocol;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord.Gateway;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>Whatever happens to the connection: no message is lost, none is doubled, all come in order.</summary>
internal sealed class DeliveryTests
{
    private const string ReadHistory = "GET /channels/{channel}/messages";
    private const string ReadMessage = "GET /channels/{channel}/messages/{message}";

    [TestCase(false, TestName = "Messages_WrittenWhileDisconnected_AreReplayed")]
    [TestCase(true, TestName = "Messages_WrittenWhileTheSessionWasLost_AreFoundInTheHistory")]
    public async Task Messages_WrittenWhileDisconnected(bool forgets)
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.CutConnectionAsync(forgets);
        stage.Discord.Say(stage.Alice, channel, "one");
        stage.Discord.Say(stage.Alice, channel, "two");

        await stage.AllowConnectionAsync();
        await stage.UntilAsync(() => stage.Prompts.Count == 2);
        ulong last = stage.Discord.Say(stage.Alice, channel, "three");

        await stage.UntilSignsAsync(channel, last, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "one", "two", "three" }));
        await stage.UntilPostsAsync(channel, "ONE", "TWO", "THREE");
    }

    [Test]
    public async Task LongHistory_IsReadToItsEndAndInOrder()
    {
        await using var stage = await SupervisorStage.StartAsync();
        await stage.StartSessionAsync(stage.Alice, isHere: true);
        await stage.CutConnectionAsync(forgets: true);
        var written = new List<string>();
        for (int number = 1; number <= 250; number++)
        {
            bool isPrompt = number % 25 == 0;
            stage.Discord.Say(isPrompt ? stage.Alice : stage.Bob, stage.General, $"message {number}");
            if (isPrompt)
                written.Add($"message {number}");
        }

        await stage.AllowConnectionAsync();
        await stage.UntilAsync(() => stage.Prompts.Count == written.Count);
        Assert.That(stage.Prompts, Is.EqualTo(written), "and nothing of bob's, who has no session");
    }

    [Test]
    public async Task MessagesDuringACatchUp_WaitForTheOlderOnes()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.CutConnectionAsync(forgets: true);
        stage.Discord.Say(stage.Alice, channel, "one");
        int looks = stage.Requests(ReadHistory).Count;
        var history = stage.Discord.Faults.HoldNext(ReadHistory);

        await stage.AllowConnectionAsync();
        stage.Discord.Say(stage.Alice, channel, "two");
        await stage.AcknowledgedAsync(stage.Discord.InvokeCommand(stage.Alice, channel, "cc status"));
        Assert.That(stage.Prompts, Is.Empty);
        Assert.That(stage.Requests(ReadHistory), Has.Count.EqualTo(looks));

        history.SetResult();
        await stage.UntilAsync(() => stage.Prompts.Count == 2);
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task CatchUpThatFails_LetsGoWhatItHeld_AsItIsByThen()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.CutConnectionAsync(forgets: true);
        stage.Discord.Say(stage.Alice, channel, "missed");
        stage.Discord.Faults.FailNext(503, times: 6, ReadHistory);

        await stage.AllowConnectionAsync();
        ulong edited = stage.Discord.Say(stage.Alice, channel, "in time");
        ulong deleted = stage.Discord.Say(stage.Alice, channel, "gone");
        stage.Discord.EditMessage(stage.Alice, channel, edited, "in time, and edited");
        stage.Discord.DeleteMessage(stage.Alice, channel, deleted);
        await stage.AcknowledgedAsync(stage.Discord.InvokeCommand(stage.Alice, channel, "cc status"));
        Assert.That(stage.Prompts, Is.Empty);

        await stage.UntilAsync(() => stage.Prompts.Count == 2, SupervisorStage.LongStep);
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "in time, and edited", "missed" }), "the last by the next look");
    }

    [Test]
    public async Task WaitingMessages_ChangedAndRemovedWhileDisconnected_AreTakenAsTheyAreNow()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var (worker, _) = await stage.HoldTurnAsync(channel, "in work");
        ulong changed = stage.Discord.Say(stage.Alice, channel, "old text");
        ulong removed = stage.Discord.Say(stage.Alice, channel, "removed");
        await stage.UntilSignsAsync(channel, changed, "👀", "⏳");
        await stage.UntilSignsAsync(channel, removed, "👀", "⏳");

        await stage.CutConnectionAsync(forgets: true);
        stage.Discord.EditMessage(stage.Alice, channel, changed, "new text");
        stage.Discord.DeleteMessage(stage.Alice, channel, removed);
        await stage.AllowConnectionAsync();
        await stage.UntilAsync(() => stage.Requests(ReadMessage).Count >= 2);
        ulong last = stage.Discord.Say(stage.Alice, channel, "last");
        await stage.UntilSignsAsync(channel, last, "👀", "⏳");
        stage.OnPrompt = FakeWorker.Obey;
        worker.Emit(new TurnEnded(TurnOutcome.Completed));

        await stage.UntilSignsAsync(channel, last, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "in work", "new text", "last" }));
    }

    [Test]
    public async Task DuplicatedEvent_IsOneMessage()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        stage.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Duplicated);
        stage.Discord.Say(stage.Alice, channel, "one");
        ulong last = stage.Discord.Say(stage.Alice, channel, "two");

        await stage.UntilSignsAsync(channel, last, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task EventsOutOfOrder_AreBothTold()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        stage.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Delayed);
        stage.Discord.Say(stage.Alice, channel, "one");
        stage.Discord.Say(stage.Alice, channel, "two");

        await stage.UntilAsync(() => stage.Prompts.Count == 2);
        Assert.That(stage.Prompts, Is.EquivalentTo(new[] { "one", "two" }));
        await stage.PassAsync(TimeSpan.FromSeconds(70), SupervisorStage.LongStep);
        Assert.That(stage.Prompts, Has.Count.EqualTo(2), "the look into the history finds nothing new");
    }

    [Test]
    public async Task LostEvent_IsFoundInTheHistoryWithinAMinute_AndNotAgainAfterARestart()
    {
        await using var stage = await SupervisorStage.StartAsync();
        await stage.StartSessionAsync(stage.Alice, isHere: true);
        stage.Discord.GatewayFaults.OnNext("MESSAGE_CREATE", EventFault.Lost);
        var written = stage.Clock.GetUtcNow();
        ulong lost = stage.Discord.Say(stage.Alice, stage.General, "lost");
        stage.Discord.Say(stage.Bob, stage.General, "Did you hear that?");

        await stage.PassAsync(TimeSpan.FromSeconds(58), SupervisorStage.LongStep);
        await stage.UntilAsync(() => stage.Prompts.Count == 1);
        Assert.That(
            stage.Clock.GetUtcNow() - written, Is.LessThan(TimeSpan.FromSeconds(100)),
            "the first look found it, and its answer had time to come");
        await stage.UntilSignsAsync(stage.General, lost, "👀", "✅");

        await stage.StopProgramAsync();
        await stage.StartProgramAsync();
        ulong next = stage.Discord.Say(stage.Alice, stage.General, "next");
        await stage.UntilSignsAsync(stage.General, next, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "lost", "next" }));
    }

    [Test]
    public async Task TwoSessionsInOneChannel_DoNotMix()
    {
        await using var stage = await SupervisorStage.StartAsync();
        await stage.StartSessionAsync(stage.Alice, isHere: true);
        await stage.StartSessionAsync(stage.Bob, isHere: true);
        var asked = new Dictionary<ulong, string>();
        for (int number = 1; number <= 3; number++)
        {
            foreach (var (user, name) in new[] { (stage.Alice, "alice"), (stage.Bob, "bob") })
                asked[stage.Discord.Say(user, stage.General, $"{name} {number}")] = $"{name} {number}";
        }

        await stage.UntilAsync(() => stage.Posts(stage.General).Count == asked.Count);
        var answers = stage.Discord.Messages(stage.General)
            .Where(message => message.Author.Id == stage.Discord.BotId && message is { Reference: not null, Content: not "" })
            .Select(message => (asked[message.Reference!.Id].ToUpperInvariant(), message.Content)).ToList();
        Assert.That(answers, Has.Count.EqualTo(asked.Count));
        Assert.That(answers, Is.All.Matches<(string Asked, string Answer)>(pair => pair.Asked == pair.Answer));
        Assert.That(stage.Prompts.Where(prompt => prompt[0] == 'a'), Is.EqualTo(new[] { "alice 1", "alice 2", "alice 3" }));
        Assert.That(stage.Prompts.Where(prompt => prompt[0] == 'b'), Is.EqualTo(new[] { "bob 1", "bob 2", "bob 3" }));
    }
}
