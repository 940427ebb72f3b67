using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.Link;

/// <summary>Calls that are not as they should be never reach the agent.</summary>
internal sealed class LinkArgumentTests : LinkFixture
{
    [TestCase("StartAgentAsync", """{"conversationId":"../../etc","model":null,"credential":"gateway"}""")]
    [TestCase("StartAgentAsync", """{"conversationId":"0b0e7f1c-5a6e-4c69-9d0e-0f6a5f1c2b3d","model":"","credential":"gateway"}""")]
    [TestCase("StartAgentAsync", """{"conversationId":"0b0e7f1c-5a6e-4c69-9d0e-0f6a5f1c2b3d","model":"a\nb","credential":"gateway"}""")]
    [TestCase("ReadEventsAsync", "-1,10")]
    [TestCase("ReadEventsAsync", "1,10")]
    [TestCase("ReadEventsAsync", "0,0")]
    [TestCase("ReadEventsAsync", "0,257")]
    [TestCase("SubmitPromptAsync", """{"promptId":"","text":"x"}""")]
    [TestCase("SubmitPromptAsync", """{"promptId":"p","text":""}""")]
    [TestCase("RunCommandAsync", """{"commandId":"c","command":"clear","argument":"x"}""")]
    [TestCase("RunCommandAsync", """{"commandId":"c","command":"model"}""")]
    [TestCase("RunCommandAsync", """{"commandId":"c","command":"model","argument":"a\r/exit"}""")]
    [TestCase("AnswerQuestionAsync", """{"questionId":"q","decision":"accept","choices":[null]}""")]
    [TestCase("AnswerQuestionAsync", """{"questionId":"q","decision":"accept","choices":[[null]]}""")]
    [TestCase("AnswerQuestionAsync", """{"questionId":"q","decision":"accept","choices":[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]}""")]
    [TestCase("WriteFileAsync", """{"folder":"","name":"n","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"..","name":"n","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"a/b","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":".n","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"a\u0000b","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"a\u0085b","offset":0,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":-1,"data":"","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":104857600,"data":"YQ==","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":9223372036854775807,"data":"YQ==","isLast":true}""")]
    public async Task BadArgument_IsRefused_BeforeTheAgentSeesIt(string method, string arguments)
    {
        using var peer = await DialAsync();
        await GreetAsync(peer);

        await peer.CallAsync(2, method, arguments);

        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        Assert.That(Agent.Calls, Is.Empty);
    }

    [Test]
    public async Task TooLongArguments_AreRefused()
    {
        using var peer = await DialAsync();
        await GreetAsync(peer);

        await peer.CallAsync(2, "SubmitPromptAsync", $$"""{"promptId":"p","text":"{{new string('x', WireLimits.PromptText + 1)}}"}""");
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        await peer.CallAsync(3, "SubmitPromptAsync", $$"""{"promptId":"{{new string('x', WireLimits.ShortText + 1)}}","text":"x"}""");
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        await peer.CallAsync(4, "AnswerQuestionAsync", $$"""{"questionId":"q","decision":"refuse","choices":[],"message":"{{new string('x', WireLimits.AnswerText + 1)}}"}""");
        Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        foreach (var (name, bytes) in new[]
        {
            (new string('x', WireLimits.FileName + 1), 1),
            (new string('漢', WireLimits.FileNameBytes / 3) + "x", 1),
            ("n", WireLimits.FileChunk + 1),
        })
        {
            var data = Convert.ToBase64String(new byte[bytes]);
            await peer.CallAsync(5, "WriteFileAsync", $$"""{"folder":"f","name":"{{name}}","offset":0,"data":"{{data}}","isLast":true}""");
            Assert.That(await ErrorAsync(peer), Is.EqualTo(WorkerErrorCode.InvalidArgument));
        }

        Assert.That(Agent.Calls, Is.Empty);
        Assert.That(Folder.EnumerateDirectories(), Is.Empty);
    }

    [TestCase("SubmitPromptAsync", "null")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":0,"data":null,"isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"n","offset":0,"data":"*","isLast":true}""")]
    [TestCase("WriteFileAsync", """{"folder":"f","name":"\ud83d","offset":0,"data":"","isLast":true}""")]
    [TestCase("SubmitPromptAsync", """{"promptId":"p"}""")]
    [TestCase("SubmitPromptAsync", """{"promptId":"p","text":null}""")]
    [TestCase("PressKeyAsync", "77")]
    [TestCase("PressKeyAsync", "\"bogus\"")]
    [TestCase("Dispose", "")]
    [TestCase("GetHashCode", "")]
    public async Task Malformed_IsAnError_AndTheConnectionGoesOn(string method, string arguments)
    {
        using var peer = await DialAsync();
        await GreetAsync(peer);

        await peer.CallAsync(2, method, arguments);

        Assert.That(await ErrorAsync(peer), Is.Not.Zero);
        Assert.That(Agent.Calls, Is.Empty);
        await peer.CallAsync(3, "InterruptAsync", "");
        Assert.That((await AnswerAsync(peer)).TryGetProperty("result", out _), Is.True);
    }
}
