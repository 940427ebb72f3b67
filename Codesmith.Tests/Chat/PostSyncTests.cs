using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

internal sealed class PostSyncTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<PostKey> _settled = [];
    private FakeChat _chat = null!;
    private PostSync _sync = null!;

    [SetUp]
    public void SetUp()
    {
        _chat = new FakeChat();
        _settled.Clear();
        _sync = NewSync([]);
    }

    [TearDown]
    public async Task TearDown()
    {
        _chat.BeforePost = null;
        await _sync.DisposeAsync();
    }

    [Test]
    public async Task Posts_AreCreatedInOrderAndOnlyChangedWhereTheyDiffer()
    {
        await ShowAsync(Live(1, "a"), Live(2, "b"), Live(3, "c"));
        await ShowAsync(Live(1, "a"), Live(2, "B"), Live(3, "c"));
        await ShowAsync(Live(1, "a"), Live(2, "B"), Live(3, "c"));
        Assert.That(_chat.Texts, Is.EqualTo(new[] { "a", "B", "c" }));
        Assert.That(_chat.Calls, Is.EqualTo(new[] { "create", "create", "create", "edit" }));
    }

    [Test]
    public async Task Post_ThatIsNotDesiredAnyMore_IsDeletedUnlessItIsSettled()
    {
        await ShowAsync(Final(1, "stays"), Live(2, "goes"));
        await ShowAsync(Final(1, "stays"));
        await ShowAsync();
        Assert.That(_chat.Texts, Is.EqualTo(new[] { "stays" }));
        Assert.That(_settled, Is.EqualTo(new[] { new PostKey(1, 0) }), "told once");
    }

    [Test]
    public async Task SlowChat_GetsTheLatestStateAndNothingInBetween()
    {
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        _chat.BeforePost = (_, _) =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        Show(Live(1, "0"));
        await entered.Task.WaitAsync(Timeouts.MustNotHang);
        for (int number = 1; number <= 1000; number++)
            Show(Live(1, $"{number}"));
        var shown = _sync.WhenShownAsync(CancellationToken.None);
        Assert.That(shown.IsCompleted, Is.False);
        gate.SetResult();
        await shown.WaitAsync(Timeouts.MustNotHang);
        Assert.That(_chat.Texts, Is.EqualTo(new[] { "1000" }));
        Assert.That(_chat.Calls, Is.EqualTo(new[] { "create", "edit" }));
        Assert.That(_chat.MostAtOnce, Is.EqualTo(1));
    }

    [Test]
    public async Task FailingEdit_HoldsUpNothingElseAndIsTriedAgain()
    {
        await ShowAsync(Live(1, "a"), Live(2, "b"));
        bool fails = true;
        var failed = new TaskCompletionSource();
        _chat.BeforePost = (name, content) =>
        {
            if (!fails || content is not TextPost { Markdown: "A" })
                return Task.CompletedTask;
            failed.TrySetResult();
            throw new ChatException("no");
        };
        Show(Live(1, "A"), Live(2, "B"), Live(3, "C"));
        await _chat.UntilAsync(() => _chat.Texts.SequenceEqual(["a", "B", "C"]));
        await failed.Task.WaitAsync(Timeouts.MustNotHang);
        fails = false;
        await AdvanceUntilAsync(() => _chat.Texts.SequenceEqual(["A", "B", "C"]));
    }

    [Test]
    public async Task FailingCreate_KeepsTheOrder()
    {
        int failures = 2;
        _chat.BeforePost = (_, content) => content is TextPost { Markdown: "a" } && failures-- > 0
            ? throw new ChatException("no")
            : Task.CompletedTask;
        Show(Live(1, "a"), Live(2, "b"));
        await AdvanceUntilAsync(() => _chat.Texts.Count == 2);
        Assert.That(_chat.Texts, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task PostThatIsNeverTaken_IsGivenUpForThoseBehindIt()
    {
        int tries = 0;
        _chat.BeforePost = (_, content) =>
        {
            if (content is not TextPost { Markdown: "poison" })
                return Task.CompletedTask;
            tries++;
            throw new ChatException("no");
        };
        Show(Final(1, "poison"), Final(2, "b"));
        await AdvanceUntilAsync(() => _chat.Texts.Count == 1);
        Assert.That(tries, Is.EqualTo(PostSyncRetry.MostFailures));
        await _sync.WhenShownAsync(CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
        Assert.That(_settled, Is.EquivalentTo(new[] { new PostKey(1, 0), new PostKey(2, 0) }));
        await ShowAsync(Live(1, "cured"), Final(2, "b"));
        Assert.That(_chat.Texts, Does.Contain("cured"));
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
        Assert.That(_chat.Calls, Is.EqualTo(new[] { "create", "create" }));
    }

    [Test]
    public async Task End_ShowsWhatIsLeft()
    {
        Show(Final(1, "last words"));
        await _sync.DisposeAsync();
        Assert.That(_chat.Texts, Is.EqualTo(new[] { "last words" }));
        Assert.That(_sync.WhenShownAsync(CancellationToken.None).IsCompleted, Is.True);
    }

    [Test]
    public async Task DefectInAView_LeavesNobodyWaiting()
    {
        _sync.Show(() => throw new InvalidOperationException("defect"));
        await _sync.WhenShownAsync(CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
    }

    private PostSync NewSync(Dictionary<PostKey, PostId> known) => new(
        _chat, new PostPlace(new ChannelId("room"), new UserId("alice")), known,
        new PostSyncNews(
            keys =>
            {
                _settled.AddRange(keys);
                return Task.CompletedTask;
            },
            _ => Task.CompletedTask),
        _clock, NullLogger.Instance);

    private void Show(params DesiredPost[] posts) => _sync.Show(() => posts);

    private async Task ShowAsync(params DesiredPost[] posts)
    {
        Show(posts);
        await _sync.WhenShownAsync(CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
    }

    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        var met = _chat.UntilAsync(condition);
        while (!met.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await met;
    }

    private static DesiredPost Live(long item, string text) =>
        new(new PostKey(item, 0), new TextPost(text, IsLive: true), IsFinal: false);

    private static DesiredPost Final(long item, string text) =>
        new(new PostKey(item, 0), new TextPost(text, IsLive: false), IsFinal: true);
}
