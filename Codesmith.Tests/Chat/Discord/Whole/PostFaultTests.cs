using Codesmith.Protocol;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>Whatever Discord does with requests: what the agent said is there, once.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class PostFaultTests
{
    private const string Create = "POST /channels/{channel}/messages";
    private const string Edit = "PATCH /channels/{channel}/messages/{message}";

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
        Assert.That(stage.Discord.TooManyRequests, Has.Count.EqualTo(1), "nothing ran into it again");
    }

    [Test]
    public async Task SlowRequest_IsFollowedByTheLatestStateOnly()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var worker = await stage.Program.Workers.NextAsync();
        stage.OnPrompt = SupervisorStage.Accept;
        stage.Discord.Say(stage.Alice, channel, "count");
        await stage.UntilAsync(() => stage.Prompts.Count == 1);
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

        slow.SetResult();
        string whole = string.Join(' ', Enumerable.Range(0, 51));
        await stage.UntilAsync(() => stage.Posts(channel).SequenceEqual([whole]));
        int edits = stage.Discord.Requests.Count(request => request.Path.EndsWith($"/{post}", StringComparison.Ordinal));
        Assert.That(edits, Is.EqualTo(2), "the slow one, and one with all that came meanwhile");
    }

    [Test]
    public async Task RemovedPost_StaysRemoved_AndTheRestGoesOn()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var worker = await stage.Program.Workers.NextAsync();
        stage.OnPrompt = SupervisorStage.Accept;
        stage.Discord.Say(stage.Alice, channel, "speak");
        await stage.UntilAsync(() => stage.Prompts.Count == 1);
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
        var worker = await stage.Program.Workers.NextAsync();
        stage.OnPrompt = SupervisorStage.Accept;
        ulong message = stage.Discord.Say(stage.Alice, channel, "speak");
        await stage.UntilAsync(() => stage.Prompts.Count == 1);
        worker.Emit(new TextStreamed("block", "half a"), new TextStreamed("block", " sentence"));
        await stage.UntilAsync(() => stage.Posts(channel).Count == 1);

        await stage.StopProgramAsync();

        Assert.That(stage.Posts(channel), Is.EqualTo(new[]
        {
            "half a sentence",
            "Codesmith goes down for now. The conversation goes on with your next message.",
            "❌ Stopped while Claude Code was working.",
        }));
        Assert.That(stage.Signs(channel, message), Is.EqualTo(new[] { "👀", "❌" }));
        Assert.That(stage.Requests(Edit), Is.Not.Empty);
    }

    private static async Task AnswerAsync(SupervisorStage stage, ulong channel, string text)
    {
        ulong message = stage.Discord.Say(stage.Alice, channel, text);
        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        await stage.UntilAsync(() => stage.Posts(channel).Contains(text.ToUpperInvariant()));
    }
}
