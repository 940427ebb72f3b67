using System.Text.Json;
using System.Threading.Channels;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

internal sealed class GatewayHeartbeatTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(40);

    private GatewayStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new GatewayStage();

    [TearDown]
    public async Task TearDown() => await _stage.DisposeAsync();

    [TestCase(0.25)]
    [TestCase(0.75)]
    public async Task FirstHeartbeat_ComesAfterARandomPartOfTheInterval(double part)
    {
        _stage.Chance.Value = part;
        var socket = await _stage.ConnectAsync();
        _stage.Clock.Advance((Interval * part) - TimeSpan.FromMilliseconds(1));
        await socket.ExpectNothingSentAsync();
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((await socket.SentAsync()).GetProperty("op").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task FurtherHeartbeats_ComeAfterTheWholeIntervalWithTheLastSequence()
    {
        var socket = await _stage.ConnectAsync();
        _stage.Clock.Advance(Interval / 2);
        Assert.That(await SequenceSentAsync(socket), Is.EqualTo(1));
        for (int beat = 0; beat < 3; beat++)
        {
            await socket.AcknowledgeAsync();
            await socket.DispatchAsync("MESSAGE_CREATE", 10 + beat);
            _stage.Clock.Advance(Interval - TimeSpan.FromMilliseconds(1));
            await socket.ExpectNothingSentAsync();
            _stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.That(await SequenceSentAsync(socket), Is.EqualTo(10 + beat));
        }
    }

    [Test]
    public async Task HeartbeatBeforeAnyEvent_HasNoSequence()
    {
        _stage.Chance.Value = 0;
        _stage.Start();
        var socket = await _stage.SocketAsync();
        await socket.HelloAsync();
        var sent = new[] { await socket.SentAsync(), await socket.SentAsync() };
        var beat = sent.Single(payload => payload.GetProperty("op").GetInt32() == 1);
        Assert.That(beat.GetProperty("d").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task RequestedHeartbeat_IsSentAtOnce()
    {
        var socket = await _stage.ConnectAsync();
        await socket.SayAsync("""{"op":1,"d":null}""");
        Assert.That(await SequenceSentAsync(socket), Is.EqualTo(1));
    }

    [Test]
    public async Task RequestsForHeartbeats_LeaveRoomForThoseThatAreDue()
    {
        var socket = await _stage.ConnectAsync();
        for (int request = 0; request < 2 * GatewayLimits.SendsInPeriod; request++)
            await socket.SayAsync("""{"op":1,"d":null}""");
        int sent = 1; // identify
        for (; socket.HasSent; sent++)
            await socket.SentAsync();
        Assert.That(sent, Is.EqualTo(GatewayLimits.SendsInPeriod - GatewayLimits.SendsKept));
        _stage.Clock.Advance(Interval / 2);
        Assert.That(await SequenceSentAsync(socket), Is.EqualTo(1));
    }

    [Test]
    public async Task UnansweredHeartbeat_EndsTheConnectionAndKeepsTheSession()
    {
        var socket = await _stage.ConnectAsync();
        _stage.Clock.Advance(Interval / 2);
        await socket.SentAsync();
        await socket.DispatchAsync("MESSAGE_CREATE", 2); // no answer, whatever else comes
        _stage.Clock.Advance(Interval);
        Assert.That(await socket.ClosedAsync, Is.EqualTo(CloseCodes.BackSoon));
        Assert.That(socket.HasSent, Is.False);
        Assert.That((await _stage.ReconnectAsync()).Operation, Is.EqualTo(6));
    }

    [Test]
    public async Task HeartbeatThatMayNotBeSent_IsNotTakenForUnanswered()
    {
        var beats = Channel.CreateUnbounded<bool>();
        bool maySend = false;
        var heartbeat = new Heartbeat(Interval, _stage.Settings, () =>
        {
            beats.Writer.TryWrite(maySend);
            return Task.FromResult(maySend);
        });
        var beating = heartbeat.RunAsync(CancellationToken.None);
        _stage.Clock.Advance(Interval / 2);
        for (int beat = 0; beat < 3; beat++)
        {
            Assert.That(await beats.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang), Is.False);
            maySend = beat == 2;
            _stage.Clock.Advance(Interval);
        }

        Assert.That(await beats.Reader.ReadAsync().AsTask().WaitAsync(Timeouts.MustNotHang), Is.True);
        _stage.Clock.Advance(Interval);
        await beating.WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task HeartbeatThatCannotBeSentInTime_EndsTheConnection()
    {
        var socket = await _stage.ConnectAsync();
        var sending = new TaskCompletionSource();
        socket.BeforeSend = async cancellation =>
        {
            var stuck = new TaskCompletionSource();
            await using var limit = cancellation.Register(stuck.SetResult);
            sending.SetResult();
            await stuck.Task;
            throw new GatewaySocketException("The connection broke (Stuck).");
        };
        _stage.Clock.Advance(Interval / 2);
        await sending.Task.WaitAsync(Timeouts.MustNotHang);
        _stage.Clock.Advance(GatewayLimits.Send);
        Assert.That(await _stage.PauseAsync(), Does.Contain("Stuck"));
    }

    private static async Task<long> SequenceSentAsync(ScriptedSocket socket)
    {
        var sent = await socket.SentAsync();
        Assert.That(sent.GetProperty("op").GetInt32(), Is.EqualTo(1));
        return sent.GetProperty("d").GetInt64();
    }
}
