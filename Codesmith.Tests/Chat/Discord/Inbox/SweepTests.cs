using System.Net;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Chat.Discord.Inbox;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.World;
using Codesmith.Supervisor.Credentials;
using Codesmith.Tests.Chat.Discord.Rest;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Inbox;

/// <summary>Looks into histories, one after the other.</summary>
internal sealed class SweepTests
{
    private static readonly Snowflake Guild = new(1);
    private static readonly Snowflake Alice = new(2);
    private static readonly Snowflake Bob = new(3);
    private static readonly Snowflake Room = new(100);

    private readonly List<ChatEvent> _told = [];

    private RestStage _stage = null!;
    private MessageInbox _inbox = null!;
    private CancellationTokenSource _ending = null!;

    [SetUp]
    public void SetUp()
    {
        _told.Clear();
        _ending = new CancellationTokenSource();
        _stage = new RestStage { Answer = (_, _) => Task.FromResult(History("")) };
        var world = new DiscordWorld();
        world.Put(new Guild(Guild, Channels: [new Channel(Room)]));
        var options = new DiscordOptions(
            new Secret(RestStage.Token), new Uri("https://discord.example"), Channel: null, new([], [], []));
        _inbox = new MessageInbox(
            _stage.Rest, world, new Admission(options), new MessageReading(world),
            new PinNotices(_stage.Rest, world, NullLogger<PinNotices>.Instance), _told.Add, _stage.Clock,
            NullLogger<MessageInbox>.Instance);
    }

    [TearDown]
    public void TearDown()
    {
        _ending.Cancel();
        _stage.Drain();
        _stage.Dispose();
        _ending.Dispose();
    }

    [Test]
    public void ChannelJustOpened_IsTheNext()
    {
        for (ulong channel = 1000; channel < 1100; channel++)
            _inbox.Watch(Shared(new Snowflake(channel)), Bob, new Snowflake(channel));
        _ = _inbox.SweepAsync(_ending.Token);
        _stage.Advance(2 * DiscordLimits.SweepPace.TotalSeconds);
        int looks = _stage.Sent.Count;

        _inbox.Open(Shared(Room), Alice, Room);
        _stage.Advance(DiscordLimits.SweepPace.TotalSeconds);

        Assert.That(_stage.Sent.Skip(looks).Single().Path, Does.StartWith($"channels/{Room}/messages"));
    }

    [Test]
    public void MessageAmongOthersSessions_IsFoundWhenItsAuthorsSessionBegins()
    {
        _inbox.Watch(Shared(Room), Bob, Room);
        _ = _inbox.SweepAsync(_ending.Token);
        _inbox.Take(new Message(new Snowflake(200), Room, new User(Alice), GuildId: Guild, Content: "fix it"));
        Assert.That(_told, Is.Empty);

        _stage.Answer = (_, _) => Task.FromResult(History(
            $$"""{"id":"200","channel_id":"{{Room}}","author":{"id":"{{Alice}}"},"content":"fix it"}"""));
        _inbox.Open(Shared(Room), Alice, new Snowflake(199));
        _stage.Advance(DiscordLimits.SweepPeriod.TotalSeconds);

        Assert.That(_told.Cast<MessageReceived>().Select(told => told.Text), Is.EqualTo(new[] { "fix it" }));
    }

    private static SessionChannel Shared(Snowflake channel) => new(new ChannelId(channel.ToString()), IsShared: true);

    private static HttpResponseMessage History(string messages) =>
        RestStage.Json(HttpStatusCode.OK, $"[{messages}]");
}
