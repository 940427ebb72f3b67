using System.Globalization;
using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

/// <summary>Posts and channels.</summary>
internal abstract partial class ChatContract
{
    [Test]
    public async Task Posts_AppearInOrder()
    {
        await PostAsync(new TextPost("the first answer", IsLive: false));
        await PostAsync(new NoticePost(NoticeLevel.Warning, "a warning"));
        await PostAsync(new ToolsPost([new("Bash", "echo hi", ToolOutcome.Failed, "no such file", null)]));
        await PostAsync(new TextPost("the second answer", IsLive: false));
        string seen = await _chat.ReadAsync(_chat.Channel);
        string[] parts = ["the first answer", "a warning", "echo hi", "no such file", "the second answer"];
        Assert.That(
            parts.Select(part => seen.IndexOf(part, StringComparison.Ordinal)), Is.Ordered.And.All.Not.Negative, seen);
    }

    [Test]
    public async Task Edit_ReplacesWhatWasThere()
    {
        var post = await PostAsync(new TextPost("draft", IsLive: true));
        await EditAsync(post, new TextPost("final words", IsLive: false));
        string seen = await _chat.ReadAsync(_chat.Channel);
        Assert.That(seen, Does.Contain("final words").And.Not.Contain("draft"));
    }

    [Test]
    public async Task Edit_AsksForTheLatest()
    {
        var post = await PostAsync(new TextPost("draft", IsLive: true));
        int asked = 0;
        await _chat.Chat.EditPostAsync(
            new PostPlace(_chat.Channel, _chat.User), post,
            () => new TextPost($"asked {++asked}", IsLive: false), CancellationToken.None);
        Assert.That(await _chat.ReadAsync(_chat.Channel), Does.Contain($"asked {asked}"));
    }

    [Test]
    public async Task Delete_RemovesAndTwiceIsNoError()
    {
        var post = await PostAsync(new TextPost("a preview", IsLive: true));
        for (int time = 0; time < 2; time++)
            await _chat.Chat.DeletePostAsync(_chat.Channel, post, CancellationToken.None);
        await PostAsync(new TextPost("what is left", IsLive: false));
        string seen = await _chat.ReadAsync(_chat.Channel);
        Assert.That(seen, Does.Contain("what is left").And.Not.Contain("a preview"));
    }

    [Test]
    public async Task Panel_CanBePinnedAndChanged()
    {
        var panel = new Panel(SessionActivity.Ready, "ready", null, null, 0);
        var post = await PostAsync(new PanelPost(panel));
        await _chat.Chat.PinPostAsync(_chat.Channel, post, CancellationToken.None);
        var status = new AgentStatus("id", "Opus", 1, 2, 0.5m, 42.5, 200_000, [new UsageLimit("five_hour", 1, null)]);
        await EditAsync(post, new PanelPost(panel with { Status = status, QueueLength = 3 }));
        await EditAsync(post, new PanelPost(panel with { Activity = SessionActivity.Failed, State = "failed" }));
        await PostAsync(new TextPost("an answer", IsLive: false));
        Assert.That(
            await _chat.ReadAsync(_chat.Channel), Does.Contain("an answer").And.Not.Contain("ready"),
            "of the panel nothing is left but its last state, where the chat shows it at all");
    }

    [Test]
    public async Task NoticeAboutAMessage_IsPosted()
    {
        await _chat.WriteAsync("hello");
        var message = await NextAsync<MessageReceived>();
        await PostAsync(new NoticePost(NoticeLevel.Error, "it failed", CanRetry: true) { ReplyTo = message.Message });
        await PostAsync(new TextPost("an answer", IsLive: false) { ReplyTo = message.Message });
        Assert.That(await _chat.ReadAsync(_chat.Channel), Does.Contain("it failed").And.Contain("an answer"));
    }

    [Test]
    public async Task LongestText_ArrivesWhole()
    {
        var text = new StringBuilder();
        for (int word = 0; text.Length + 8 <= _chat.Chat.Traits.PostCharacters; word++)
            text.Append(CultureInfo.InvariantCulture, $"w{word:D6} ");
        text.Append('x', _chat.Chat.Traits.PostCharacters - text.Length);
        await PostAsync(new TextPost(text.ToString(), IsLive: false));
        await PostAsync(new NoticePost(NoticeLevel.Information, text.Replace('w', 'n').ToString()));
        string seen = await _chat.ReadAsync(_chat.Channel);
        Assert.That(seen.Contains(text.Replace('n', 'w').ToString(), StringComparison.Ordinal), Is.True);
        Assert.That(seen.Contains(text.Replace('w', 'n').ToString(), StringComparison.Ordinal), Is.True);
    }

    [Test]
    public async Task Mentions_AreTextAndCallNobody()
    {
        const string text = "@everyone @here <@1> <@&2> <#3> </start:4>";
        await PostAsync(new TextPost(text, IsLive: false));
        await PostAsync(new NoticePost(NoticeLevel.Error, text));
        await PostAsync(new ToolsPost([new("Bash", text, ToolOutcome.Succeeded, null, null)]));
        await PostAsync(new QuestionPost(new QuestionAsked("q", QuestionKind.Plan, text, text, []), null));
        Assert.That(await _chat.ReadAsync(_chat.Channel), Does.Contain("everyone"));
        Assert.That(await _chat.ReadPingsAsync(), Is.Empty);
    }

    [Test]
    public async Task OpenedChannel_TakesPosts([Values] ChannelPlace place)
    {
        var opened = await OpenAsync(place);
        var again = await OpenAsync(place);
        Assert.That(again.Channel, Is.EqualTo(opened.Channel), "the one that is there already");
        await PostAsync(new TextPost("welcome", IsLive: false), opened.Channel.Id);
        Assert.That(await _chat.ReadAsync(opened.Channel.Id), Does.Contain("welcome"));
    }

    private Task<OpenedChannel> OpenAsync(ChannelPlace place) =>
        _chat.Chat.OpenChannelAsync(_chat.User, place, _chat.Channel, CancellationToken.None);
}
