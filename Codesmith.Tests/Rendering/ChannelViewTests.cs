using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Rendering;
using Codesmith.Supervisor.Sessions;
using Codesmith.Tests.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Rendering;

internal sealed class ChannelViewTests
{
    private static ChatTraits Chat(int limit, bool tellsPreviews = true) =>
        new(limit, "/cc ", OutlivesProgram: true, TimeSpan.Zero, tellsPreviews);

    private const int Limit = 200;

    [Test]
    public void TextThatGrows_IsTheSamePostAsTheWholeOne_WhereAChatTellsThemNotApart()
    {
        var session = SteppedSession.Running();
        session.Hear(new TextStreamed("b", "whole"));
        var before = ChannelView.Of(session.State, Chat(Limit, tellsPreviews: false))[^1].Content;
        session.Hear(new TextCompleted("b", "whole"));
        Assert.That(ChannelView.Of(session.State, Chat(Limit, tellsPreviews: false))[^1].Content, Is.EqualTo(before));
    }

    [Test]
    public void BeforeTheFirstStart_ThereIsNoPanel()
    {
        Assert.That(ChannelView.Of(new SteppedSession().State, Chat(Limit)), Is.Empty);
    }

    [Test]
    public void AfterTheChannelWasDeleted_NothingIsPinnedWhereItsUserSpeaksNext()
    {
        var session = SteppedSession.Running();
        session.Do(new ChannelClosed(SteppedSession.Channel));
        session.GoDown();
        session.Do(SteppedSession.Message("m", channel: "lobby"));
        Assert.That(
            ChannelView.Of(session.State, Chat(Limit)).Select(post => post.Content), Is.All.InstanceOf<NoticePost>());
    }

    [Test]
    public void Panel_OfAnEarlierProgram_IsKeptUp()
    {
        var session = new SteppedSession(outlivesProgram: true, new SavedSession(
            SteppedSession.User, new SessionChannel(SteppedSession.Channel, IsShared: false))
        {
            IsRunning = true,
            Panel = new PostId("panel"),
        });
        var post = (PanelPost)ChannelView.Of(session.State, Chat(Limit)).Single().Content;
        Assert.That(post.Panel.State, Is.EqualTo("asleep"));
    }

    [Test]
    public void ReplyAndRetry_AreOfTheFirstPostAlone()
    {
        var session = SteppedSession.Running(isShared: true);
        session.Write("m");
        session.Accept();
        string text = string.Concat(Enumerable.Repeat("some words\n", 40));
        session.Hear(new TextCompleted("a", text), new TurnEnded(TurnOutcome.Completed));
        session.Write("n");
        session.Hear(new PromptFailed(session.SubmittedId, "x"), new PromptFailed(session.SubmittedId, text));
        var posts = ChannelView.Of(session.State, Chat(Limit)).Skip(1).ToList();
        foreach (var item in posts.GroupBy(post => post.Key.Item))
        {
            var first = item.First().Content;
            Assert.That(first.ReplyTo?.Value, Is.EqualTo(first is NoticePost ? "n" : "m"));
            Assert.That(item.Skip(1).Select(post => post.Content.ReplyTo), Is.All.Null);
        }
        Assert.That(
            posts.Where(post => post.Content is NoticePost { CanRetry: true }).Select(post => post.Key.Part),
            Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void Panel_ComesFirstAndShowsTheState()
    {
        var session = SteppedSession.Running();
        session.Hear(new PromptAccepted(null));
        session.Write("waits");
        var post = ChannelView.Of(session.State, Chat(Limit))[0];
        Assert.That(post, Is.EqualTo(new DesiredPost(
            ChannelView.PanelKey, new PanelPost(new Panel(SessionActivity.Working, "working", null, session.Now, 1)),
            IsFinal: false, IsPinned: true)));
    }

    [Test]
    public void Posts_AreInTheOrderInWhichThingsHappened()
    {
        var session = SteppedSession.Running();
        session.Hear(
            new PromptAccepted(null),
            new TextStreamed("a", "One\n"), new ToolStarted("t1", "Bash", "ls"), new ToolStarted("t2", "Read", "x"),
            new TextCompleted("a", "One."), new ToolEnded("t1", ToolOutcome.Succeeded, "secret", TimeSpan.FromSeconds(2)),
            new TextStreamed("b", "Two\n"));
        var posts = ChannelView.Of(session.State, Chat(Limit)).Skip(1).ToList();
        Assert.That(posts.Select(post => post.IsFinal), Is.EqualTo(new[] { true, false, false }));
        Assert.That(posts[0].Content, Is.EqualTo(new TextPost("One.", IsLive: false)));
        Assert.That(((ToolsPost)posts[1].Content).Lines, Is.EqualTo(new[]
        {
            new ToolLine("Bash", "ls", ToolOutcome.Succeeded, null, TimeSpan.FromSeconds(2)),
            new ToolLine("Read", "x", null, null, null),
        }));
        Assert.That(posts[2].Content, Is.EqualTo(new TextPost("Two", IsLive: true)));
    }

    [Test]
    public void LongText_IsSeveralPostsWithKeysThatStay()
    {
        var session = SteppedSession.Running();
        session.Hear(new TextStreamed("a", string.Concat(Enumerable.Repeat("some words\n", 40))));
        var before = ChannelView.Of(session.State, Chat(Limit));
        session.Hear(new TextStreamed("a", string.Concat(Enumerable.Repeat("more words\n", 40))));
        var after = ChannelView.Of(session.State, Chat(Limit));
        Assert.That(before, Has.Count.GreaterThan(3));
        Assert.That(after.Take(before.Count - 1), Is.EqualTo(before.Take(before.Count - 1)));
        Assert.That(after.Select(post => post.Key), Is.Unique);
    }

    [Test]
    public void ManyTools_FitIntoPosts()
    {
        var session = SteppedSession.Running();
        for (int number = 0; number < 50; number++)
        {
            session.Hear(
                new ToolStarted($"t{number}", "Bash", new string('x', 5000)),
                new ToolEnded($"t{number}", ToolOutcome.Failed, new string('y', 9000), null));
        }
        var lines = ChannelView.Of(session.State, Chat(2000)).Select(post => post.Content).OfType<ToolsPost>().ToList();
        Assert.That(lines.Sum(post => post.Lines.Count), Is.EqualTo(50));
        foreach (var post in lines)
        {
            Assert.That(
                post.Lines.Sum(line => line.Name.Length + line.Summary.Length + (line.Result?.Length ?? 0)),
                Is.LessThan(2000));
        }
    }

    [Test]
    public void LongPlan_StandsBeforeItsQuestion()
    {
        var session = SteppedSession.Running();
        session.Hear(new QuestionAsked("q", QuestionKind.Plan, "Plan", string.Concat(Enumerable.Repeat("step\n", 100)), []));
        var posts = ChannelView.Of(session.State, Chat(Limit)).Skip(1).Select(post => post.Content).ToList();
        Assert.That(posts, Has.Count.GreaterThan(2));
        Assert.That(posts[..^1], Is.All.TypeOf<TextPost>());
        Assert.That(((QuestionPost)posts[^1]).Question.Body, Is.Empty);
    }

    [TestCase(QuestionKind.Screen)]
    [TestCase(QuestionKind.Permission)]
    public void LongScreenOrCommand_StaysInItsQuestion(QuestionKind kind)
    {
        var session = SteppedSession.Running();
        var question = new QuestionAsked("q", kind, "Title", string.Concat(Enumerable.Repeat("  *row*\n", 100)), []);
        session.Hear(question);
        Assert.That(
            ChannelView.Of(session.State, Chat(Limit)).Skip(1).Select(post => post.Content),
            Is.EqualTo(new[] { new QuestionPost(question, Closing: null) }));
    }

    [Test]
    public void TextTakenBack_IsGone()
    {
        var session = SteppedSession.Running();
        session.Hear(new TextStreamed("a", "oops\n"), new TextCompleted("a", ""), new TextCompleted("a", "ghost"));
        Assert.That(ChannelView.Of(session.State, Chat(Limit)), Has.Count.EqualTo(1));
    }
}
