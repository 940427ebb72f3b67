using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>The limit of a channel that no header tells of.</summary>
internal sealed class OldEditTests
{
    private RestStage _stage = null!;
    private Snowflake _old;

    [SetUp]
    public void SetUp()
    {
        _stage = new RestStage();
        _stage.Clock.SetUtcNow(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _old = Snowflake.At(_stage.Clock.GetUtcNow() - RestLimits.EditsAreFree);
    }

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void MoreEditsThanAChannelTakes_AreNotSentAndSayWhen()
    {
        _stage.Advance(1);
        for (int number = 0; number < RestLimits.OldEdits; number++)
            _stage.Finish(Edit(_old));

        var failure = _stage.Failure(Edit(_old));
        Assert.That(_stage.Sent, Has.Count.EqualTo(RestLimits.OldEdits));
        Assert.That(failure.Kind, Is.EqualTo(DiscordErrorKind.EditTooOld));
        Assert.That(failure.NotBefore, Is.EqualTo(_stage.Clock.GetUtcNow() + RestLimits.OldEditsSpan));
        _stage.Finish(Edit(_old, RestStage.OtherRoom));
        _stage.Finish(Edit(Snowflake.At(_stage.Clock.GetUtcNow())));

        _stage.Clock.SetUtcNow(failure.NotBefore!.Value);
        _stage.Finish(Edit(_old));
    }

    [Test]
    public void MessageOfOurs_IsYoungForAnHour_WhateverItsIdSays()
    {
        Assert.That(RestStage.Post, Is.LessThan(_old), "it looks old");
        Assert.That(_stage.Finish(_stage.CreateAsync()).Id, Is.EqualTo(RestStage.Post));
        for (int number = 0; number <= RestLimits.OldEdits; number++)
            _stage.Finish(_stage.EditAsync());

        _stage.Clock.Advance(RestLimits.EditsAreFree);
        for (int number = 0; number < RestLimits.OldEdits; number++)
            _stage.Finish(_stage.EditAsync());
        Assert.That(_stage.Failure(_stage.EditAsync()).Kind, Is.EqualTo(DiscordErrorKind.EditTooOld));
    }

    [Test]
    public void EditsOnTheirWay_CountUntilTheyWereAnswered()
    {
        var slow = _stage.ThenLater();
        var first = Edit(_old);
        _stage.Advance(5);
        slow.SetResult(RestStage.Message());
        _stage.Finish(first);
        _stage.Finish(Edit(_old));
        _stage.Finish(Edit(_old));
        _stage.Advance(RestLimits.OldEditsSpan.TotalSeconds - 1);

        Assert.That(_stage.Failure(Edit(_old)).Kind, Is.EqualTo(DiscordErrorKind.EditTooOld));
        _stage.Advance(1);
        _stage.Finish(Edit(_old));
    }

    [Test]
    public void RefusalByDiscord_IsNotAskedForAgainWithinTheSpan()
    {
        _stage.Then(RestStage.Error(429, DiscordErrors.EditTooOld));

        Assert.That(_stage.Failure(Edit(_old)).NotBefore, Is.EqualTo(_stage.Clock.GetUtcNow() + RestLimits.OldEditsSpan));
        Assert.That(_stage.Failure(Edit(_old)).Kind, Is.EqualTo(DiscordErrorKind.EditTooOld));
        Assert.That(_stage.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public void NewProgram_LeavesTheSpanToTheEarlierOne()
    {
        using var stage = new RestStage();
        stage.Clock.SetUtcNow(_stage.Clock.GetUtcNow());
        var rest = new DiscordRest(
            new DiscordRestOptions(new(RestStage.Token)), stage, stage.Clock, new Random(1), stage.Log.Factory.CreateLogger("rest"));

        var failure = stage.Failure(rest.EditMessageAsync(RestStage.Room, _old, () => new MessagePayload(), default));

        Assert.That(failure.NotBefore, Is.EqualTo(stage.Clock.GetUtcNow() + RestLimits.OldEditsSpan));
        Assert.That(stage.Sent, Is.Empty);
    }

    private Task Edit(Snowflake message, Snowflake? channel = null) => _stage.Rest.EditMessageAsync(
        channel ?? RestStage.Room, message, () => new MessagePayload { Content = "x" }, CancellationToken.None);
}
