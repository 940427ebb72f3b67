using System.Text;
using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using Codesmith.Tests.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

/// <summary>Whatever a worker does, it costs a bounded amount of memory and its own link.</summary>
[NonParallelizable]
internal sealed class WorkerLinkHostileTests : WorkerLinkFixture
{
    /// <summary>More than a few frames, with all that parsing them takes; far less than any attack wants.</summary>
    private const long MemoryBound = 32L * 1024 * 1024;

    private const string Retry = """{"type":"retryReported","text":"x"}""";

    /// <summary>What the worker does instead of answering the first read, and a part of the reason to be told.</summary>
    private static IEnumerable<TestCaseData> Attacks()
    {
        yield return Raw("Length_2GiB", (peer, _) => peer.WriteHeaderAsync(int.MaxValue), "2147483647 bytes");
        yield return Raw("Length_JustAboveTheCap", (peer, _) => peer.WriteHeaderAsync(WireLimits.FrameToSupervisor + 1), "1048577 bytes");
        yield return Raw("Length_Zero", (peer, _) => peer.WriteHeaderAsync(0), "0 bytes");
        yield return Raw("Length_Negative", (peer, _) => peer.WriteHeaderAsync(-1), "-1 bytes");
        yield return Raw("Header_OfAnotherProtocol", (peer, _) => peer.WriteAsync("Content-Length: 10\r\n"u8.ToArray()), "bytes; 1 to");
        yield return Raw("Garbage", (peer, _) => peer.WriteFrameAsync([0xff, 0xfe, 0, 1, 2]), "");
        yield return Raw("NoObject", (peer, _) => peer.WriteFrameAsync("[1,2,3]"), "");
        yield return Raw("NeitherRequestNorAnswer", (peer, _) => peer.WriteFrameAsync("""{"jsonrpc":"2.0","id":1}"""), "");
        yield return Raw("DeepNesting_OfTheMessage", (peer, _) => peer.WriteFrameAsync(Nested(100_000)), "");
        yield return Result("DeepNesting_OfTheResult", $$"""{"events":[],"unknown":{{Nested(40)}} }""", "depth");
        yield return Raw("CutWithinAHeader", async (peer, _) => { await peer.WriteAsync(0, 0); peer.Dispose(); }, "");
        yield return Raw("CutWithinAFrame", async (peer, _) => { await peer.WriteHeaderAsync(100); await peer.WriteAsync(1, 2, 3); peer.Dispose(); }, "");
        yield return Raw("CutBetweenFrames", (peer, _) => { peer.Dispose(); return Task.CompletedTask; }, "");

        yield return Raw("Request", (peer, _) => peer.CallAsync(1, "HelloAsync", "{}"), "may only answer");
        yield return Raw("Notification", (peer, _) => peer.WriteFrameAsync("""{"jsonrpc":"2.0","method":"x"}"""), "may only answer");
        yield return Raw("CancelNotification", (peer, _) => peer.WriteFrameAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}"""), "may only answer");
        yield return Raw("NotificationFlood", (peer, _) => FloodAsync(peer, """{"jsonrpc":"2.0","method":"x"}"""), "may only answer");
        yield return Raw("AnswerToNoCall", (peer, _) => peer.WriteFrameAsync("""{"jsonrpc":"2.0","id":4711,"result":null}"""), "");
        yield return Raw("AnswerWithoutId", (peer, _) => peer.WriteFrameAsync("""{"jsonrpc":"2.0","result":null}"""), "");
        yield return Raw("AnswerTwice", async (peer, read) => { await peer.AnswerAsync(read, Batch(Retry, 1)); await peer.AnswerAsync(read, Batch(Retry, 2)); }, "");

        yield return Result("Null", "null", "");
        yield return Result("Events_Null", """{"events":null}""", "");
        yield return Result("Events_Missing", "{}", "");
        yield return Result("Events_OfNull", """{"events":[null]}""", "null");
        yield return Result("Events_OfAnotherKind", """{"events":[17]}""", "");
        yield return Result("Events_TooMany", Batch(Retry, [.. Enumerable.Range(1, WireLimits.BatchEvents + 1)]), "events has 257 entries");
        yield return Result("Events_MillionsOfNull", $$"""{"events":[{{string.Join(',', Enumerable.Repeat("null", 200_000))}}]}""", "200000 entries");
        yield return Result("Sequence_Zero", Batch(Retry, 0), "Event 0 came after event 0");
        yield return Result("Sequence_Negative", Batch(Retry, -5), "Event -5");
        yield return Result("Sequence_Twice", Batch(Retry, 1, 1), "Event 1 came after event 1");
        yield return Result("Sequence_Descending", Batch(Retry, 2, 1), "Event 1 came after event 2");
        yield return Result("Sequence_TooLarge", """{"events":[{"sequence":9223372036854775808,"at":"2026-01-01T00:00:00Z","event":{"type":"retryReported","text":"x"}}]}""", "");
        yield return Result("EmptyBatch_AtOnce", Batch(Retry), "long before its time");

        yield return Event("Event_Null", "null", "");
        yield return Event("Event_Unknown", """{"type":"selfDestruct"}""", "");
        yield return Event("Event_WithoutType", """{"text":"x"}""", "");
        yield return Event("Field_Null", """{"type":"retryReported","text":null}""", "");
        yield return Event("Field_Missing", """{"type":"retryReported"}""", "");
        yield return Event("Field_OfAnotherKind", """{"type":"retryReported","text":{}}""", "");
        yield return Event("Field_LoneSurrogate", """{"type":"retryReported","text":"\ud800"}""", "");
        yield return Event("Text_TooLong", $$"""{"type":"textCompleted","blockId":"b","text":"{{Long(WireLimits.EventText)}}"}""", "e.Text has 65537");
        yield return Event("ShortText_TooLong", $$"""{"type":"retryReported","text":"{{Long(WireLimits.ShortText)}}"}""", "e.Text has 1025");
        yield return Event("OptionalText_TooLong", $$"""{"type":"promptAccepted","promptId":"{{Long(WireLimits.ShortText)}}"}""", "e.PromptId has 1025");
        yield return Event("Enum_Unknown", """{"type":"activityChanged","activity":"dancing"}""", "");
        yield return Event("Enum_Number", """{"type":"activityChanged","activity":77}""", "");
        yield return Event("Enum_NumberAsText", """{"type":"activityChanged","activity":"77"}""", "");
        yield return Event("Enum_SeveralNames", """{"type":"agentExited","cause":"startFailed, exited","code":0,"screen":""}""", "e.Cause is 5");
        yield return Event("Choice_WithoutItems", Question("choice", ""), "e.Items has 0 entries");
        yield return Event("Choice_TooManyItems", Question("choice", Repeat(Item(""), 17)), "e.Items has 17 entries");
        yield return Event("Choice_TooManyOptions", Question("choice", Item(Repeat("""{"label":"a","description":""}""", 17))), "item.Options has 17");
        yield return Event("Choice_NullItem", Question("choice", "null"), "null");
        yield return Event("Choice_NullOption", Question("choice", Item("null")), "null");
        yield return Event("Choice_LongLabel", Question("choice", Item($$"""{"label":"{{Long(WireLimits.ShortText)}}","description":""}""")), "option.Label has 1025");
        yield return Event("Plan_WithItems", Question("plan", Item("")), "e.Items has 1 entries; 0 to 0");
        yield return Event("Status_Null", """{"type":"statusReported","status":null}""", "");
        yield return Event("Percent_Huge", Status("1e308"), "ContextUsedPercent");
        yield return Event("Percent_Negative", Status("-1"), "ContextUsedPercent");
        yield return Event("Percent_NotANumber", Status("\"NaN\""), "");
        yield return Event("Duration_Negative", """{"type":"toolEnded","toolId":"t","outcome":"failed","result":null,"duration":"-00:00:01"}""", "e.Duration");
    }

    [TestCaseSource(nameof(Attacks))]
    public async Task Attack_CostsItsOwnLinkAndLittleMemory(Func<RawPeer, JsonElement, Task> attack, string reason)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (bystander, good) = await OpenAsync();
        var (link, peer) = await OpenAsync();
        await using var openBystander = bystander;
        await using var openLink = link;
        using var goodPeer = good;
        using var hostilePeer = peer;
        var reading = DrainAsync(link, []);

        await attack(peer, await NextAsync(peer));
        var loss = await Assert.ThrowsAsync<WorkerLostException>(() => reading.WaitAsync(Timeouts.MustNotHang));

        Assert.That(loss!.Message, Does.Contain(reason).And.Length.AtMost(WireLimits.ShortText));
        Assert.That(loss.Message.Any(char.IsControl), Is.False);
        await link.Ended.WaitAsync(Timeouts.MustNotHang);
        await link.DisposeAsync();
        Assert.That(
            async () => await link.SendAsync(new WorkerRequest.Interrupt(), default),
            Throws.TypeOf<WorkerLostException>().With.Message.EqualTo(loss.Message), "the first reason wins");
        await peer.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);

        var other = bystander.SendAsync(new WorkerRequest.Interrupt(), default);
        await good.AnswerAsync(await NextAsync(good), "null");
        await other.WaitAsync(Timeouts.MustNotHang);
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(MemoryBound), "allocated in all");
    }

    [Test]
    public async Task MillionEvents_AsFastAsTheyCome_StayBounded()
    {
        const int events = 1_000_000;
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var hostilePeer = peer;
        var flood = Task.Run(async () =>
        {
            for (var first = 1L; first <= events; first += WireLimits.BatchEvents)
            {
                var numbers = Enumerable.Range(0, WireLimits.BatchEvents).Select(i => first + i).ToArray();
                await peer.AnswerAsync(await NextAsync(peer), Batch(Retry, numbers));
            }

            peer.Dispose();
        });

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var seen = 0L;
        try
        {
            await foreach (var numbered in link.ReadEventsAsync(default))
            {
                Assert.That(numbered.Sequence, Is.EqualTo(++seen));
                if (seen % 250_000 == 0)
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }
        catch (WorkerLostException)
        {
            // The flood is over.
        }

        await flood;
        Assert.That(seen, Is.GreaterThanOrEqualTo(events));
        Assert.That(most, Is.LessThan(MemoryBound));
    }

    [Test]
    public async Task Dribble_IsSilence()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var hostilePeer = peer;
        var reading = DrainAsync(link, []);
        await NextAsync(peer);

        await peer.WriteHeaderAsync(WireLimits.FrameToSupervisor);
        for (var second = 0; second < WireLimits.Silence.TotalSeconds; second++)
        {
            await peer.WriteAsync((byte)' ');
            Assert.That(reading.IsCompleted, Is.False);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        // For a limit that began a moment after the call was seen here.
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(
            async () => await reading.WaitAsync(Timeouts.MustNotHang),
            Throws.TypeOf<WorkerLostException>().With.Message.Contains("within 40 s"));
        await peer.ReadToEndAsync().WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task Silence_OnAnyOtherCall_EndsTheLink()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var hostilePeer = peer;
        var reading = DrainAsync(link, []);
        var sending = link.SendAsync(new WorkerRequest.Interrupt(), default);
        var capturing = link.CaptureScreenAsync(default);

        Clock.Advance(WireLimits.Call);

        foreach (var waiting in new Task[] { sending, capturing, reading })
            Assert.That(
                async () => await waiting.WaitAsync(Timeouts.MustNotHang),
                Throws.TypeOf<WorkerLostException>().With.Message.Contains("within 10 s"));
    }

    [Test]
    public async Task Silence_AfterACallWasGivenUp_StillEndsTheLink()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var hostilePeer = peer;
        using var cancellation = new CancellationTokenSource();
        var sending = link.SendAsync(new WorkerRequest.Interrupt(), cancellation.Token);

        await cancellation.CancelAsync();
        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(link.Ended.IsCompleted, Is.False);

        Clock.Advance(WireLimits.Call);
        await link.Ended.WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task PeerThatNeverReads_IsGivenUp()
    {
        var (link, peer) = await OpenAsync();
        await using var openLink = link;
        using var hostilePeer = peer;
        var prompt = new WorkerRequest.SubmitPrompt(
            new PromptInput("p", new string('x', WireLimits.PromptText)), AttachedFiles.None);
        var sending = Enumerable.Range(0, 20).Select(_ => link.SendAsync(prompt, default)).ToList();

        Clock.Advance(WireLimits.Call);

        foreach (var waiting in sending)
            Assert.That(async () => await waiting.WaitAsync(Timeouts.MustNotHang), Throws.TypeOf<WorkerLostException>());
        await link.DisposeAsync().AsTask().WaitAsync(Timeouts.MustNotHang);
    }

    private static TestCaseData Raw(string name, Func<RawPeer, JsonElement, Task> attack, string reason) =>
        new TestCaseData(attack, reason).SetArgDisplayNames(name);

    private static TestCaseData Result(string name, string result, string reason) =>
        Raw(name, (peer, read) => peer.AnswerAsync(read, result), reason);

    private static TestCaseData Event(string name, string happening, string reason) =>
        Result(name, Batch(happening, 1), reason);

    private static string Long(int limit) => new('x', limit + 1);

    private static string Nested(int levels) => new StringBuilder().Insert(0, "[", levels).Insert(levels, "]", levels).ToString();

    private static string Repeat(string json, int count) => string.Join(',', Enumerable.Repeat(json, count));

    private static string Question(string kind, string items) =>
        $$"""{"type":"questionAsked","questionId":"q","kind":"{{kind}}","title":"t","body":"","items":[{{items}}]}""";

    private static string Item(string options) =>
        $$"""{"header":"h","text":"t","multiSelect":false,"options":[{{options}}]}""";

    private static string Status(string used) =>
        $$"""
        {"type":"statusReported","status":{"modelId":null,"modelName":null,"inputTokens":null,"outputTokens":null,
        "costUsd":null,"contextUsedPercent":{{used}},"contextWindow":null,"limits":[]} }
        """;

    private static async Task FloodAsync(RawPeer peer, string json)
    {
        try
        {
            for (var i = 0; i < 100_000; i++)
                await peer.WriteFrameAsync(json);
        }
        catch (IOException)
        {
            // The link has hung up, as it should.
        }
    }
}
