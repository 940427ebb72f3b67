using Codesmith.Protocol;
using Codesmith.Tests.Doubles;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

internal sealed class TypingTests
{
    private const string Typing = "POST /channels/{channel}/typing";

    /// <summary>Longer than the sign is renewed, and than Discord shows it.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Sign_IsRenewedWhileTheAgentWorks_NotWhileItWaitsForTheUser_AndEndsWithTheTurn()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var worker = await BeginAsync(stage, channel);
        await stage.UntilAsync(() => stage.Requests(Typing).Count == 4);
        var times = stage.Requests(Typing).Select(request => request.At).ToList();
        Assert.That(
            times.Zip(times.Skip(1), (first, second) => second - first), Is.All.GreaterThan(TimeSpan.FromSeconds(5)));

        worker.Emit(Question("which"));
        await stage.UntilAsync(() => stage.Discord.Read(channel).Contains("Which one?", StringComparison.Ordinal));
        await stage.PassAsync(Long);
        Assert.That(stage.Discord.IsTyping(channel), Is.False);

        worker.Emit(new QuestionClosed("which", QuestionClosing.Answered));
        await stage.UntilAsync(() => stage.Discord.IsTyping(channel));

        worker.Emit(new TurnEnded(TurnOutcome.Completed));
        await stage.PassAsync(Long);
        Assert.That(stage.Discord.IsTyping(channel), Is.False);
    }

    [Test]
    public async Task Sign_EndsHoweverQuicklyWorkAndWaitingFollowedEachOther()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        var worker = await BeginAsync(stage, channel);
        for (int number = 0; number < 20; number++)
            worker.Emit(Question($"q{number}"), new QuestionClosed($"q{number}", QuestionClosing.Answered));

        worker.Emit(new TextCompleted("end", "all asked"), new TurnEnded(TurnOutcome.Completed));
        await stage.UntilAsync(() => stage.Posts(channel).Contains("all asked"), SupervisorStage.LongStep);
        await stage.PassAsync(Long);
        Assert.That(stage.Discord.IsTyping(channel), Is.False);
    }

    private static async Task<FakeWorker> BeginAsync(SupervisorStage stage, ulong channel)
    {
        var (worker, _) = await stage.HoldTurnAsync(channel, "work");
        await stage.UntilAsync(() => stage.Discord.IsTyping(channel));
        return worker;
    }

    private static QuestionAsked Question(string id) => new(
        id, QuestionKind.Choice, "A choice", "",
        [new QuestionItem("Which", "Which one?", MultiSelect: false, [new("This", ""), new("That", "")])]);
}
