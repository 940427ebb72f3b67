using System.Globalization;
using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using Codesmith.Tests.Doubles.Discord.Tests;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Commands;

internal sealed class CommandTests
{
    private const string Edit = "PATCH /channels/{channel}/messages/{message}";

    [Test]
    public async Task Command_IsAcknowledgedAtOnceAndTold()
    {
        await using var stage = await DiscordStage.StartAsync();

        var run = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc start", ("where", "here"));
        await stage.AnsweredAsync(run);

        Assert.That(stage.Read(run), Is.EqualTo("codesmith (only you see this): (thinking)\n"));
        var told = await stage.NextAsync<CommandInvoked>();
        Assert.That((told.User, told.Channel, told.Name), Is.EqualTo(
            (DiscordStage.User(stage.Alice), DiscordStage.Channel(stage.General), "start")));
        Assert.That(told.Arguments, Is.EqualTo(new Dictionary<string, string> { ["where"] = "here" }));
    }

    /// <summary>While edits stand in the way, too: a late one would be a violation.</summary>
    [Test]
    public async Task FiftyCommandsTogether_AreAcknowledgedInTime()
    {
        const int edits = 10;
        await using var stage = await DiscordStage.StartAsync(limits: RateLimitRules.Generous);
        ulong post = await stage.PostAsync(stage.General, new TextPost("draft", IsLive: true));
        var holds = Enumerable.Range(0, edits).Select(_ => stage.Discord.Faults.HoldNext(Edit)).ToList();
        var editing = Enumerable.Range(0, edits)
            .Select(number => stage.EditAsync(stage.General, post, new TextPost($"{number}", IsLive: true)))
            .ToList();

        var runs = Enumerable.Range(0, 50)
            .Select(number => stage.Discord.InvokeCommand(
                number % 2 == 0 ? stage.Alice : stage.Bob, stage.General, "cc compact",
                ("instructions", number.ToString(CultureInfo.InvariantCulture))))
            .ToList();
        await Task.WhenAll(runs.Select(stage.AnsweredAsync));

        Assert.That(runs.Select(run => run.Callback), Is.All.EqualTo(CallbackKind.Defer));
        Assert.That(runs.Select(run => run.Original!.IsEphemeral), Is.All.True);
        for (int number = 0; number < runs.Count; number++)
            Assert.That((await stage.NextAsync<CommandInvoked>()).Arguments["instructions"], Is.EqualTo($"{number}"));
        holds.ForEach(hold => hold.SetResult());
        await Task.WhenAll(editing);
    }

    [Test]
    public async Task Model_IsSuggestedAsItIsTyped()
    {
        await using var stage = await DiscordStage.StartAsync();

        var all = stage.Discord.Autocomplete(stage.Alice, stage.General, "cc model", "name", "");
        var some = stage.Discord.Autocomplete(stage.Alice, stage.General, "cc model", "name", "O");
        var none = stage.Discord.Autocomplete(stage.Alice, stage.General, "cc model", "name", "opus[1m]");
        await Task.WhenAll(stage.AnsweredAsync(all), stage.AnsweredAsync(some), stage.AnsweredAsync(none));

        Assert.That(all.Choices, Is.EqualTo(new[] { "opus", "sonnet", "haiku" }));
        Assert.That(some.Choices, Is.EqualTo(new[] { "opus", "sonnet" }));
        Assert.That(none.Choices, Is.Empty);
        await stage.NothingAsync();
    }

    [TestCase("Your session runs.", false, "codesmith (only you see this): Your session runs.\n")]
    [TestCase("There is no session.", true, "codesmith (only you see this): ⚠️ There is no session.\n")]
    [TestCase("", false, "")]
    public async Task Response_TakesThePlaceOfThinking(string text, bool isError, string seen)
    {
        await using var stage = await DiscordStage.StartAsync();
        var run = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc status");
        var told = await stage.NextAsync<CommandInvoked>();

        await stage.RespondAsync(told, text, isError);
        await stage.RespondAsync(told, "A second one goes nowhere.");

        Assert.That(stage.Read(run), Is.EqualTo(seen));
        Assert.That(stage.Read(stage.General), Is.Empty);
    }

    [Test]
    public async Task Response_SaysWhereToLook()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong own = DiscordStage.Number(await stage.OpenAsync(stage.Alice));
        var elsewhere = stage.Discord.InvokeCommand(stage.Alice, own, "cc start");
        await stage.RespondAsync(
            await stage.NextAsync<CommandInvoked>(), "Your session runs in", channel: DiscordStage.Channel(stage.General));
        var there = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc start");
        await stage.RespondAsync(
            await stage.NextAsync<CommandInvoked>(), "Your session runs", channel: DiscordStage.Channel(stage.General));

        Assert.That(stage.Read(elsewhere), Is.EqualTo("codesmith (only you see this): Your session runs in #general\n"));
        Assert.That(stage.Read(there), Is.EqualTo("codesmith (only you see this): Your session runs\n"));
    }

    [Test]
    public async Task LongResponse_IsCut()
    {
        await using var stage = await DiscordStage.StartAsync();
        var run = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc help");

        await stage.RespondAsync(await stage.NextAsync<CommandInvoked>(), new string('x', 3000), isError: true);

        Assert.That(run.Original!.Content, Is.EqualTo($"⚠️ {new string('x', 1996)}…"));
    }

    [Test]
    public async Task ResponseAfterTheTokensTime_IsAMessageToItsUser()
    {
        await using var stage = await DiscordStage.StartAsync();
        stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc compact");
        var told = await stage.NextAsync<CommandInvoked>();
        stage.Clock.PutForward(TimeSpan.FromMinutes(16));

        await stage.RespondAsync(told, "Compacted. @everyone");

        Assert.That(stage.Read(stage.General), Is.EqualTo("codesmith: @alice Compacted. @everyone\n"));
        Assert.That(stage.Discord.Messages(stage.General)[^1].Mentions.Users, Is.EqualTo(new[] { stage.Alice }));
    }

    [Test]
    public async Task CommandsThatNobodyDealsWithBeforeTheEnd_AreAnsweredAllTheSame()
    {
        await using var stage = await DiscordStage.StartAsync();
        stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc status");
        await stage.RespondAsync(await stage.NextAsync<CommandInvoked>(), "Your session runs.");
        var unread = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc status");
        await stage.AnsweredAsync(unread);

        await stage.StopReadingAsync();
        var late = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc status");
        await stage.AnsweredAsync(late);

        await stage.Discord.UntilAsync(() => !stage.Read(unread).Contains("(thinking)", StringComparison.Ordinal));
        const string goingDown = "Codesmith is going down. Try again in a minute.\n";
        Assert.That(stage.Read(unread), Is.EqualTo($"codesmith (only you see this): ⚠️ {goingDown}"));
        Assert.That(stage.Read(late), Is.EqualTo($"codesmith (only you see this): {goingDown}"));
    }

    [Test]
    public async Task UnknownSubCommand_IsRefused()
    {
        await using var stage = await DiscordStage.StartAsync();
        using var bot = new RawBot(stage.Discord);
        await bot.SendAsync(
            "PUT", $"/applications/{stage.Discord.ApplicationId}/guilds/{stage.Guild}/commands",
            """[{"name":"cc","description":"x","options":[{"type":1,"name":"dance","description":"x"}]},{"name":"dd","description":"x"}]""");

        foreach (string command in new[] { "cc dance", "dd" })
        {
            var run = stage.Discord.InvokeCommand(stage.Alice, stage.General, command);
            await stage.AnsweredAsync(run);
            Assert.That(stage.Read(run), Is.EqualTo(
                "codesmith (only you see this): Codesmith does not know that command: "
                + "this server's list may be old. Try again in a minute.\n"));
        }
        await stage.NothingAsync();
    }
}
