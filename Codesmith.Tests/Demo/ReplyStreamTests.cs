using System.Net.Sockets;
using System.Text;
using Codesmith.Supervisor.Demo;
using NUnit.Framework;

namespace Codesmith.Tests.Demo;

internal sealed class ReplyStreamTests
{
    [Test]
    public async Task Events_ComeInTheOrderOfTheApi()
    {
        await using var client = await ScriptedClient.StartAsync();

        var reply = await client.AskAsync("WITHTHINK CHUNK:1000 RUNTOOL");

        Assert.That(reply.Types, Is.EqualTo(new[]
        {
            "message_start", "ping",
            "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_stop",
            "message_delta", "message_stop",
        }));
        Assert.That(reply.Events.Where(each => each.TryGetProperty("index", out _)).Select(each => each.GetProperty("index").GetInt32()),
            Is.Ordered);
        Assert.That(reply.Thinking, Is.EqualTo("Thinking before the answer."));
    }

    [Test]
    public async Task Usage_IsReportedAtBothEnds()
    {
        await using var client = await ScriptedClient.StartAsync();

        var reply = await client.AskAsync("SAY:hello");

        var message = reply.Events[0].GetProperty("message");
        Assert.That(message.GetProperty("model").GetString(), Is.EqualTo("claude-opus-5-5"));
        Assert.That(message.GetProperty("content").GetArrayLength(), Is.Zero);
        Assert.That(message.GetProperty("usage").GetProperty("input_tokens").GetInt32(), Is.EqualTo(1200));
        Assert.That(message.GetProperty("usage").GetProperty("cache_read_input_tokens").GetInt32(), Is.Positive);
        Assert.That(reply.Events[^2].GetProperty("usage").GetProperty("output_tokens").GetInt32(), Is.GreaterThan(1));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(7)]
    public async Task CutBytes_SplitCharactersAndStillMakeTheText(int bytes)
    {
        await using var client = await ScriptedClient.StartAsync();
        var prompt = $"BYTES:{bytes} SAY:Grüße 👩‍💻 日本語";

        var chunks = await ChunksAsync(client, prompt);
        var reply = await client.AskAsync(prompt);

        Assert.That(reply.Text, Is.EqualTo("Grüße 👩‍💻 日本語"));
        Assert.That(chunks.Max(chunk => chunk.Length), Is.EqualTo(bytes));
        Assert.That(chunks.Count(chunk => chunk.Length > 0 && (chunk[0] & 0xC0) == 0x80), Is.GreaterThan(3), "chunks that begin inside a character");
    }

    [Test]
    public async Task Pieces_HaveTheSizeAskedForAndCutNoPair()
    {
        await using var client = await ScriptedClient.StartAsync();

        var reply = await client.AskAsync("CHUNK:1 SAY:a🎉b\n");

        var pieces = reply.Events.Where(each => each.TryGetProperty("delta", out var delta) && delta.TryGetProperty("text", out _))
            .Select(each => each.GetProperty("delta").GetProperty("text").GetString());
        Assert.That(pieces, Is.EqualTo(new[] { "a", "🎉", "b" }));
    }

    [Test]
    public async Task Escapes_AreThoseOfJson()
    {
        await using var client = await ScriptedClient.StartAsync();
        const string text = "quote \" backslash \\ tab \t bell \u0007 line\nend \u2028 nul \0.";

        var reply = await client.AskAsync("SAY:" + text);

        Assert.That(reply.Text, Is.EqualTo(text));
    }

    [Test]
    public async Task WithoutStreaming_TheMessageIsWhole([Values("RUNTOOL", "DROPMID", "ERRMID")] string prompt)
    {
        await using var client = await ScriptedClient.StartAsync();
        var request = ScriptedClient.Request(prompt);
        request["stream"] = false;

        using var response = await client.PostAsync(request.ToJsonString());
        using var message = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.That(message.RootElement.GetProperty("type").GetString(), Is.EqualTo("message"));
        Assert.That(message.RootElement.GetProperty("content")[0].GetProperty("text").GetString(), Is.Not.Empty);
        Assert.That(message.RootElement.GetProperty("stop_reason").GetString(), Is.EqualTo(prompt == "RUNTOOL" ? "tool_use" : "end_turn"));
    }

    [Test]
    public async Task ErrorInTheMiddle_IsTheLastEvent()
    {
        await using var client = await ScriptedClient.StartAsync();

        var reply = await client.AskAsync("ERRMID");

        Assert.That(reply.Types.Last(), Is.EqualTo("error"));
        Assert.That(reply.Events[^1].GetProperty("error").GetProperty("type").GetString(), Is.EqualTo("overloaded_error"));
        Assert.That(reply.Text, Is.Not.Empty);
    }

    [Test]
    public async Task CutConnection_IsNoEnd()
    {
        await using var client = await ScriptedClient.StartAsync();

        Assert.That(async () => await client.AskAsync("DROPMID"), Throws.InstanceOf<IOException>().Or.InstanceOf<HttpRequestException>());
        Assert.That(await client.Model.Requests[0].End, Is.EqualTo(ModelRequestEnd.Cut));
    }

    [Test]
    public async Task Silence_LastsUntilTheClientLeaves([Values("HANG", "HANGMID", "WAIT:60000", "SLOW:60000 LINES:3")] string prompt)
    {
        await using var client = await ScriptedClient.StartAsync();
        using var leaving = new CancellationTokenSource();

        var ask = Task.Run(async () =>
        {
            using var response = await client.PostAsync(ScriptedClient.Request(prompt).ToJsonString(), cancellation: leaving.Token);
            await response.Content.ReadAsStringAsync(leaving.Token);
        });
        var request = await client.Model.WaitForRequestAsync(each => each.Prompt == prompt, CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
        Assert.That(request.End.IsCompleted, Is.False);
        await leaving.CancelAsync();

        Assert.That(async () => await ask.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await request.End.WaitAsync(Timeouts.MustNotHang), Is.EqualTo(ModelRequestEnd.ClientLeft));
    }

    [Test]
    public async Task Model_ThatIsDisposedLeavesNoHangingRequest()
    {
        var client = await ScriptedClient.StartAsync();
        var ask = client.PostAsync(ScriptedClient.Request("HANG").ToJsonString());
        await client.Model.WaitForRequestAsync(each => each.Prompt == "HANG", CancellationToken.None).WaitAsync(Timeouts.MustNotHang);

        await client.DisposeAsync().AsTask().WaitAsync(Timeouts.MustNotHang);

        Assert.That(async () => await ask.WaitAsync(Timeouts.MustNotHang), Throws.Exception);
    }

    /// <summary>The chunks of the answer as they are framed on the wire.</summary>
    private static async Task<List<byte[]>> ChunksAsync(ScriptedClient client, string prompt)
    {
        var body = Encoding.UTF8.GetBytes(ScriptedClient.Request(prompt).ToJsonString());
        using var socket = new TcpClient();
        await socket.ConnectAsync(client.Model.BaseAddress.Host, client.Model.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n"));
        await stream.WriteAsync(body);
        var received = new MemoryStream();
        await stream.CopyToAsync(received).WaitAsync(Timeouts.MustNotHang);

        // Latin-1: a character is a byte.
        var answer = Encoding.Latin1.GetString(received.ToArray());
        var rest = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var chunks = new List<byte[]>();
        while (rest.Length > 0)
        {
            var line = rest.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(rest[..line], 16);
            chunks.Add(Encoding.Latin1.GetBytes(rest.Substring(line + 2, length)));
            rest = rest[(line + 2 + length + 2)..];
        }

        return chunks;
    }
}
