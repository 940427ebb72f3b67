using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

internal sealed class PostSyncFailureTests : PostSyncFixture
{
    [Test]
    public async Task Nonces_DifferForEachPostAndStayForEachTry()
    {
        int failures = 2;
        Chat.BeforePost = (_, content) => content is TextPost { Markdown: "b" } && failures-- > 0
            ? throw new ChatException("no")
            : Task.CompletedTask;
        Show(Live(1, "a"), Live(2, "b"), Live(3, "c"));
        await AdvanceUntilAsync(() => Chat.Texts.SequenceEqual(["a", "b", "c"]));
        Assert.That(Chat.Nonces, Has.Count.EqualTo(5));
        Assert.That(Chat.Nonces.Distinct().Count(), Is.EqualTo(3));
        Assert.That(Chat.Nonces.Skip(1).Take(3).Distinct().Count(), Is.EqualTo(1));
        Assert.That(Chat.Nonces, Has.All.Length.LessThanOrEqualTo(ChatTraits.NonceCharacters));
    }

    [Test]
    public async Task Nonces_OfTwoProgramsDiffer()
    {
        await ShowAsync(Final(1, "a"));
        await Sync.DisposeAsync();
        Sync = NewSync([]);
        await ShowAsync(Final(1, "b"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task PostThatWasTakenThoughTheCallFailed_AppearsOnceAndSaysTheLatest()
    {
        int failures = 1;
        Chat.AfterPost = name =>
        {
            if (name == "create" && failures-- > 0)
                throw new ChatException("the answer was lost");
        };
        Show(Final(1, "first"));
        await Chat.UntilAsync(() => Chat.Texts.Count == 1);
        Show(Final(1, "second"), Final(2, "behind"));
        await AdvanceUntilAsync(() => Chat.Texts.SequenceEqual(["second", "behind"]));
        await Sync.WhenShownAsync(CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
        Assert.That(Settled, Is.EquivalentTo(new[] { new PostKey(1, 0), new PostKey(2, 0) }));
    }

    [Test]
    public async Task Outage_HoweverLong_LosesNothing()
    {
        await ShowAsync(Live(1, "draft"));
        int failures = 40;
        Chat.BeforePost = (_, _) => failures-- > 0 ? throw new ChatException("no") : Task.CompletedTask;
        Show(Final(1, "answer"), Final(2, "b"));
        await AdvanceUntilAsync(() => Chat.Texts.SequenceEqual(["answer", "b"]));
        await Sync.WhenShownAsync(CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
        Assert.That(Settled, Is.EqualTo(new[] { new PostKey(1, 0), new PostKey(2, 0) }));
    }

    [Test]
    public void Pause_GrowsUpToHalfAMinute()
    {
        var now = Clock.GetUtcNow();
        PostSyncRetry? retry = null;
        var pauses = new List<double>();
        for (int failure = 0; failure < 100; failure++)
        {
            // Whatever is to be written: it is the chat that does not take it.
            retry = PostSyncRetry.After(retry, new TextPost($"{failure}", IsLive: true), new ChatException("no"), now);
            pauses.Add((retry.NotBefore - now).TotalSeconds);
        }
        Assert.That(pauses.Take(7), Is.EqualTo(new[] { 1, 2, 4, 8, 16, 32, 32 }));
        Assert.That(pauses[^1], Is.EqualTo(32));
        Assert.That(retry!.IsGivenUp, Is.False);
    }

    [TestCase(ChatFailure.Refused)]
    [TestCase(ChatFailure.ChannelGone)]
    public async Task WhatIsRefused_IsTriedOnceAndLeftForThoseBehindIt(ChatFailure failure)
    {
        int tries = 0;
        Chat.BeforePost = (_, content) =>
        {
            if (content is not TextPost { Markdown: "refused" })
                return Task.CompletedTask;
            tries++;
            throw new ChatException("no", failure);
        };
        await ShowAsync(Final(1, "refused"), Final(2, "b"));
        await ShowAsync(Final(1, "refused"), Final(2, "b"));
        Assert.That(tries, Is.EqualTo(1));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "b" }));
        Assert.That(Settled, Is.EquivalentTo(new[] { new PostKey(1, 0), new PostKey(2, 0) }));
        Show(Live(1, "other"));
        await AdvanceUntilAsync(() => Chat.Texts.SequenceEqual(["b", "other"]));
    }

    [Test]
    public async Task WhatIsRefused_IsNotTriedWithOtherContentBeforeTheTime()
    {
        int tries = 0;
        Chat.BeforePost = (_, _) =>
        {
            tries++;
            throw new ChatException("no", ChatFailure.Refused);
        };
        for (int number = 0; number < 10; number++)
            await ShowAsync(Live(1, $"{number}"));
        Clock.Advance(PostSyncRetry.AfterRefusal - TimeSpan.FromMilliseconds(1));
        await ShowAsync(Live(1, "then"));
        Assert.That(tries, Is.EqualTo(1));

        Chat.BeforePost = null;
        await AdvanceUntilAsync(() => Chat.Texts.SequenceEqual(["then"]));
    }

    [Test]
    public async Task WhatIsRefused_HoldsUpNobodyWhenItChanges()
    {
        Chat.BeforePost = (_, content) => content is TextPost { IsLive: true }
            ? throw new ChatException("no", ChatFailure.Refused)
            : Task.CompletedTask;
        await ShowAsync(PinnedPost("working"));
        await ShowAsync(PinnedPost("ready"), Final(1, "answer"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "answer" }));

        Chat.BeforePost = null;
        await AdvanceUntilAsync(() => Chat.Texts.SequenceEqual(["answer", "ready"]));
    }

    [Test]
    public async Task EditThatIsTooEarly_WaitsForItsTimeAndHoldsUpNothing()
    {
        await ShowAsync(Live(1, "a"));
        var from = Clock.GetUtcNow() + TimeSpan.FromMinutes(5);
        int tries = 0;
        Chat.BeforePost = (name, _) =>
        {
            if (name != "edit" || Clock.GetUtcNow() >= from)
                return Task.CompletedTask;
            tries++;
            throw new ChatException("too early") { NotBefore = from };
        };

        Show(Live(1, "b"), Live(2, "next"));
        await Chat.UntilAsync(() => Chat.Texts.SequenceEqual(["a", "next"]));
        Show(Live(1, "c"), Live(2, "next"));
        await AdvanceUntilAsync(() => Chat.Texts.SequenceEqual(["c", "next"]));

        Assert.That(tries, Is.EqualTo(1));
        Assert.That(Clock.GetUtcNow(), Is.GreaterThanOrEqualTo(from));
    }

    [Test]
    public async Task PostThatSomebodyRemoved_StaysAway()
    {
        await ShowAsync(Live(1, "a"), Live(2, "b"));
        Chat.RemoveAll(post => post is TextPost { Markdown: "a" });
        await ShowAsync(Final(1, "A"), Live(2, "b"));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "b" }));
        Assert.That(Settled, Is.EqualTo(new[] { new PostKey(1, 0) }));
    }

    [Test]
    public async Task DeletionThatIsRefused_IsGivenUp()
    {
        await ShowAsync(Live(1, "a"));
        int tries = 0;
        Chat.BeforePost = (name, _) =>
        {
            if (name != "delete")
                return Task.CompletedTask;
            tries++;
            throw new ChatException("no", ChatFailure.Refused);
        };
        await ShowAsync();
        await ShowAsync(Live(2, "b"));
        await ShowAsync(Live(2, "c"));
        Assert.That(tries, Is.EqualTo(1));
        Assert.That(Chat.Texts, Is.EqualTo(new[] { "a", "c" }));
    }
}
