using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

internal sealed class PostSyncPinTests : PostSyncFixture
{
    [Test]
    public async Task PinnedPost_IsPinnedOnceAndTold()
    {
        await ShowAsync(PinnedPost("a"));
        Clock.Advance(Pace);
        await ShowAsync(PinnedPost("b"));
        Assert.That(Chat.Calls, Is.EqualTo(new[] { "create", "pin", "edit" }));
        Assert.That(Pinned, Is.EqualTo(Chat.Pinned));
    }

    [Test]
    public async Task Edits_KeepTheirPaceAndSkipWhatWasInBetween()
    {
        await ShowAsync(PinnedPost("a"));
        for (int number = 0; number < 10; number++)
            await ShowAsync(PinnedPost($"{number}"), Live(1, $"text {number}"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "a", "text 9" }), "other posts do not wait");
        Clock.Advance(Pace);
        await Chat.UntilAsync(() => Chat.Texts[0] == "9");
        Assert.That(Chat.Calls.Count(call => call == "edit"), Is.EqualTo(10), "nine of the text, one of the pinned");
    }

    [Test]
    public async Task OldPinnedPost_HasTheSlowerPace()
    {
        await ShowAsync(PinnedPost("a"));
        Clock.Advance(PostSyncPlan.Old);
        await ShowAsync(PinnedPost("b"));
        Show(PinnedPost("c"));
        Clock.Advance(Pace);
        await ShowAsync(PinnedPost("d"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "b" }));
        Clock.Advance(PostSyncPlan.OldPace);
        await Chat.UntilAsync(() => Chat.Texts.SequenceEqual(["d"]));
    }

    [Test]
    public async Task End_DoesNotWaitForThePace()
    {
        await ShowAsync(PinnedPost("a"));
        await ShowAsync(PinnedPost("the end"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "a" }));
        await Sync.DisposeAsync();
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "the end" }));
    }

    [Test]
    public async Task PinnedPost_ThatSomebodyRemoves_IsMadeAnew()
    {
        await ShowAsync(PinnedPost("a"), Live(1, "text"));
        Chat.RemoveAll(post => post is TextPost { Markdown: "a" });
        Clock.Advance(Pace);
        await ShowAsync(PinnedPost("b"), Live(1, "text"));
        Assert.That(Chat.Texts, Is.EquivalentTo(new[] { "text", "b" }));
        Assert.That(Chat.Pinned, Has.Count.EqualTo(2));
        Assert.That(Pinned, Is.EqualTo(Chat.Pinned));
    }

    [Test]
    public async Task RemovedPosts_AreMadeAnewIfTheyAreNeeded()
    {
        var question = new QuestionPost(new QuestionAsked("q", QuestionKind.Plan, "A plan", "1. Do it", []), Closing: null);
        DesiredPost[] posts =
        [
            PinnedPost("panel"),
            new(new PostKey(1, 0), question with { Closing = QuestionClosing.Answered }, IsFinal: true),
            Live(2, "text"),
            new(new PostKey(3, 0), question, IsFinal: false),
        ];
        await ShowAsync(posts);
        Chat.RemoveAll(_ => true);
        foreach (int number in new[] { 1, 2, 3, 4 })
            Sync.Forget(new PostId($"post-{number}"));
        await ShowAsync(posts);
        Assert.That(Chat.Posts, Is.EqualTo(new[] { posts[0].Content, question }));
    }

    [Test]
    public async Task OpenQuestion_ThatIsGoneWhenItChanges_IsAskedAgain()
    {
        var question = new QuestionAsked("q", QuestionKind.Screen, "A screen", "> a", []);
        await ShowAsync(new DesiredPost(new PostKey(1, 0), new QuestionPost(question, Closing: null), IsFinal: false));
        Chat.RemoveAll(_ => true);
        var changed = new QuestionPost(question with { Body = "> b" }, Closing: null);
        await ShowAsync(new DesiredPost(new PostKey(1, 0), changed, IsFinal: false));
        Assert.That(Chat.Posts, Is.EqualTo(new[] { changed }));
    }

    [Test]
    public async Task PostOfAnEarlierProgram_IsEditedAtOnceAndNotPinnedAgain()
    {
        var known = Chat.Add(Room, new TextPost("old", IsLive: true));
        await Sync.DisposeAsync();
        Sync = NewSync(new() { [new PostKey(0, 0)] = known });
        await ShowAsync(PinnedPost("new"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "new" }));
        Assert.That(Chat.Calls, Is.EqualTo(new[] { "edit" }));
    }

    [Test]
    public async Task PostOfAnEarlierProgram_ThatIsGone_IsMadeAnew()
    {
        await Sync.DisposeAsync();
        Sync = NewSync(new() { [new PostKey(0, 0)] = new PostId("gone") });
        await ShowAsync(PinnedPost("new"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "new" }));
        Assert.That(Pinned, Is.EqualTo(Chat.Pinned));
    }

    [Test]
    public async Task PostThatCannotBePinned_IsThereAllTheSame()
    {
        Chat.BeforePost = (name, _) =>
            name == "pin" ? throw new ChatException("no", ChatFailure.Refused) : Task.CompletedTask;
        await ShowAsync(PinnedPost("a"), Final(1, "text"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "a", "text" }));
        Assert.That(Pinned, Has.Count.EqualTo(1));
    }
}
