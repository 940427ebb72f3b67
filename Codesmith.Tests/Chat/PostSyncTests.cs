using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

internal sealed class PostSyncTests : PostSyncFixture
{
    [Test]
    public async Task Posts_AreCreatedInOrderAndOnlyChangedWhereTheyDiffer()
    {
        await ShowAsync(Live(1, "a"), Live(2, "b"), Live(3, "c"));
        await ShowAsync(Live(1, "a"), Live(2, "B"), Live(3, "c"));
        await ShowAsync(Live(1, "a"), Live(2, "B"), Live(3, "c"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "a", "B", "c" }));
        Assert.That(Chat.Calls, Is.EqualTo(new[] { "create", "create", "create", "edit" }));
    }

    [Test]
    public async Task Post_ThatIsNotDesiredAnyMore_IsDeletedUnlessItIsSettled()
    {
        await ShowAsync(Final(1, "stays"), Live(2, "goes"));
        await ShowAsync(Final(1, "stays"));
        await ShowAsync();
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "stays" }));
        Assert.That(Settled, Is.EqualTo(new[] { new PostKey(1, 0) }), "told once");
    }

    [Test]
    public async Task SlowChat_GetsTheLatestStateAndNothingInBetween()
    {
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        Chat.BeforePost = (_, _) =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        Show(Live(1, "0"));
        await entered.Task.WaitAsync(Timeouts.MustNotHang);
        for (int number = 1; number <= 1000; number++)
            Show(Live(1, $"{number}"));
        var shown = Sync.WhenShownAsync(CancellationToken.None);
        Assert.That(shown.IsCompleted, Is.False);
        gate.SetResult();
        await shown.WaitAsync(Timeouts.MustNotHang);
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "1000" }));
        Assert.That(Chat.Calls, Is.EqualTo(new[] { "create", "edit" }));
        Assert.That(Chat.MostAtOnce, Is.EqualTo(1));
    }

    [Test]
    public async Task FailingEdit_HoldsUpNothingElseAndIsTriedAgain()
    {
        await ShowAsync(Live(1, "a"), Live(2, "b"));
        bool fails = true;
        var failed = new TaskCompletionSource();
        Chat.BeforePost = (name, content) =>
        {
            if (!fails || content is not TextPost { Markdown: "A" })
                return Task.CompletedTask;
            failed.TrySetResult();
            throw new ChatException("no");
        };
        Show(Live(1, "A"), Live(2, "B"), Live(3, "C"));
        await Chat.UntilAsync(() => Chat.Texts.SequenceEqual(["a", "B", "C"]));
        await failed.Task.WaitAsync(Timeouts.MustNotHang);
        fails = false;
        await AdvanceUntilAsync(() => Chat.Texts.SequenceEqual(["A", "B", "C"]));
    }

    [Test]
    public async Task FailingCreate_KeepsTheOrder()
    {
        int failures = 2;
        Chat.BeforePost = (_, content) => content is TextPost { Markdown: "a" } && failures-- > 0
            ? throw new ChatException("no")
            : Task.CompletedTask;
        Show(Live(1, "a"), Live(2, "b"));
        await AdvanceUntilAsync(() => Chat.Texts.Count == 2);
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task SameContentInOtherLists_IsNoDifference()
    {
        ToolLine Line() => new("Bash", "ls", ToolOutcome.Succeeded, null, null);
        AgentStatus Status() => new("m", null, 1, 2, 3m, 4, 5, [new UsageLimit("five_hour", 1, null)]);
        for (int time = 0; time < 2; time++)
        {
            await ShowAsync(
                new DesiredPost(new PostKey(0, 0), new PanelPost(
                    new Panel(SessionActivity.Ready, "s", Status(), null, 0)), false),
                new DesiredPost(new PostKey(1, 0), new ToolsPost([Line()]), false));
        }
        Assert.That(Chat.Calls, Is.EqualTo(new[] { "create", "create" }));
    }

    [Test]
    public async Task End_ShowsWhatIsLeft()
    {
        Show(Final(1, "last words"));
        await Sync.DisposeAsync();
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "last words" }));
        Assert.That(Sync.WhenShownAsync(CancellationToken.None).IsCompleted, Is.True);
    }

    [Test]
    public async Task DefectInAView_LeavesNobodyWaiting()
    {
        Sync.Show(() => throw new InvalidOperationException("defect"));
        await Sync.WhenShownAsync(CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task Edit_ThatWaitsForItsTurn_SendsTheLatest()
    {
        await ShowAsync(Live(1, "a"));
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        Chat.BeforePost = (_, _) =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        Show(Live(1, "b"));
        await entered.Task.WaitAsync(Timeouts.MustNotHang);
        Show(Live(1, "c"));
        var shown = Sync.WhenShownAsync(CancellationToken.None);
        gate.SetResult();
        await shown.WaitAsync(Timeouts.MustNotHang);
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "c" }));
        Assert.That(Chat.Calls, Is.EqualTo(new[] { "create", "edit" }));
    }

    [Test]
    public async Task Edit_OfWhatIsNotWantedAnyMoreWhenItsTurnComes_IsFollowedByTheDeletion()
    {
        await ShowAsync(Live(1, "a"));
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        Chat.BeforePost = (_, _) =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        Show(Live(1, "b"));
        await entered.Task.WaitAsync(Timeouts.MustNotHang);
        Show();
        var shown = Sync.WhenShownAsync(CancellationToken.None);
        gate.SetResult();
        await shown.WaitAsync(Timeouts.MustNotHang);
        Assert.That(Chat.Posts, Is.Empty);
    }

    [Test]
    public async Task OldPost_IsEditedRarely()
    {
        await ShowAsync(Live(1, "a"));
        Clock.Advance(PostSyncPlan.Old);
        await ShowAsync(Live(1, "b"));
        await ShowAsync(Live(1, "c"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "b" }));
        Clock.Advance(PostSyncPlan.OldPace - TimeSpan.FromMilliseconds(1));
        await ShowAsync(Live(1, "d"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "b" }));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Chat.UntilAsync(() => Chat.Texts.SequenceEqual(["d"]));
    }
}
