using Codesmith.Protocol;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>Whatever Discord does with requests: what the agent said is there, once.</summary>
internal sealed class PostFaultTests
{
    private const string Create = "POST /channels/{channel}/messages";

    [Test]
    public async Task LostAnswer_MakesNoSecondPost([Values(1, 6, 8)] int lost)
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        for (int time = 0; time < lost; time++)
            stage.Discord.Faults.LoseNextAnswer(Create);

        stage.Discord.Say(stage.Alice, channel, "hello");
        await stage.UntilAsync(
            () => stage.Requests(Create) is [.., { Status: 200 }] creates && creates.Count(one => one.Status == 0) == lost);
        stage.Discord.Say(stage.Alice, channel, "and on");
        await stage.UntilAsync(() => stage.Posts(channel).Contains("AND ON"));

        Assert.That(stage.Posts(channel), Is.EqualTo(new[] { "HELLO", "AND ON" }));
    }

    [Test]
    public async Task Outage_DelaysAPost()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        stage.Discord.Faults.FailNext(502, times: 3, Create);

        await AnswerAsync(stage, channel, "hello");

        Assert.That(stage.Posts(channel), Is.EqualTo(new[] { "HELLO" }));
    }

    [Test]
    public async Task Limit_OfWhateverScope_DelaysAPost([Values] RateLimitScope scope)
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        stage.Discord.Faults.LimitNext(scope, TimeSpan.FromSeconds(4), Create);
        var asked = stage.Clock.GetUtcNow();

        stage.Discord.Say(stage.Alice, channel, "hello");
        await stage.UntilAsync(() => stage.Posts(channel).Contains("HELLO"));

        Assert.That(stage.Clock.GetUtcNow() - asked, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(4)));
        // Asked once more, and not before.
        await stage.UntilAsync(() => stage.Requests(Create) is [.., { Status: 429 }, { Status: 200 }]);
    }

    [Test]
    public async Task SlowRequest_IsFollowedByTheLatestStateOnly()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var (worker, _) = await stage.HoldTurnAsync(channel, "count");
        worker.Emit(new TextStreamed("block", "0"));
        await stage.UntilAsync(() => stage.Posts(channel).SequenceEqual(["0"]));

        ulong post = stage.Discord.Messages(channel).Single(message => message.Content == "0").Id;
        string editOfPost = $"PATCH /channels/{channel}/messages/{post}";
        var slow = stage.Discord.Faults.HoldNext(editOfPost);
        for (int number = 1; number <= 50; number++)
        {
            worker.Emit(new TextStreamed("block", $" {number}"));
            await stage.PassAsync(TimeSpan.FromMilliseconds(100));
        }

        // So that all of it is told to the display.
        await stage.PassAsync(TimeSpan.FromSeconds(2));
        slow.SetResult();
        string whole = string.Join(' ', Enumerable.Range(0, 51));
        await stage.UntilPostsAsync(channel, whole);
        int edits = stage.Discord.Requests.Count(request => request.Path.EndsWith($"/{post}", StringComparison.Ordinal));
        Assert.That(edits, Is.LessThanOrEqualTo(3), "the slow one, one with all that came meanwhile, perhaps a straggler");
    }

    [Test]
    public async Task RemovedPost_StaysRemoved_AndTheRestGoesOn()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var (worker, _) = await stage.HoldTurnAsync(channel, "speak");
        worker.Emit(new TextStreamed("block", "spoken"));
        await stage.UntilAsync(() => stage.Posts(channel).Count == 1);

        ulong post = stage.Discord.Messages(channel).Single(message => message.Content == "spoken").Id;
        stage.Discord.DeleteMessage(stage.Discord.OwnerOf(stage.Guild), channel, post);
        worker.Emit(
            new TextCompleted("block", "spoken to the end"), new TextCompleted("next", "and on"),
            new TurnEnded(TurnOutcome.Completed));

        await stage.UntilAsync(() => stage.Posts(channel).SequenceEqual(["and on"]));
        stage.OnPrompt = FakeWorker.Obey;
        await AnswerAsync(stage, channel, "more");
        Assert.That(stage.Posts(channel), Is.EqualTo(new[] { "and on", "MORE" }));
    }

    [Test]
    public async Task Shutdown_FinishesWhatIsBeingWritten_AndSaysSo()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var (worker, message) = await stage.HoldTurnAsync(channel, "speak");
        worker.Emit(new TextStreamed("block", "half a"));
        await stage.UntilPostsAsync(channel, "half a");
        ulong post = stage.Discord.Messages(channel).Single(shown => shown.Content == "half a").Id;
        worker.Emit(new TextStreamed("block", " sentence"));

        await stage.StopProgramAsync();

        Assert.That(stage.Posts(channel), Is.EqualTo(new[]
        {
            "half a sentence",
            "Codesmith goes down for now. The conversation goes on with your next message.",
            "❌ Stopped while Claude Code was working.",
        }));
        Assert.That(stage.Signs(channel, message), Is.EqualTo(new[] { "👀", "❌" }));
        Assert.That(stage.Discord.Messages(channel).Single(shown => shown.Id == post).Content, Is.EqualTo("half a sentence"));
    }

    private static async Task AnswerAsync(SupervisorStage stage, ulong channel, string text)
    {
        ulong message = stage.Discord.Say(stage.Alice, channel, text);
        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        await stage.UntilAsync(() => stage.Posts(channel).Contains(text.ToUpperInvariant()));
    }
}
