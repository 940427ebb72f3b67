using System.Text;
using Codesmith.Supervisor.Gateway.Metering;
using NUnit.Framework;

namespace Codesmith.Tests.Gateway.Metering;

internal sealed class UsageReaderTests
{
    private const string Start = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","model":"claude-opus-5-5","content":[],"usage":{"input_tokens":12,"cache_creation_input_tokens":300,"cache_read_input_tokens":4000,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":200},"output_tokens":1}}}


        """;

    private const string Text = """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\"usage\":{\"output_tokens\":999999} \\"}}

        : data: {"usage":{"output_tokens":999999}}
        event: content_block_start
        data: {"type":"content_block_start","content_block":{"type":"tool_use","input":{"usage":{"output_tokens":999999},"model":"x"}}}


        """;

    private const string End = """
        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":0,"cache_read_input_tokens":null,"output_tokens":57}}


        """;

    private const string Whole = """
        {"id":"msg_1","model":"claude-opus-5-5","content":[{"type":"text","text":"\"usage\":{\"output_tokens\":9} }"},
        {"type":"tool_use","input":{"usage":{"output_tokens":9},"model":"x"}}], "stop_sequence": null,
        "usage" : {"input_tokens":12,"cache_creation_input_tokens":300,"cache_read_input_tokens":4000,
        "cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":200},"output_tokens":57} }
        """;

    private static readonly TokenUsage Used = new(12, 57, 4000, 300, 200);

    [Test]
    public void Usage_IsFoundHoweverTheBytesAreCut([Values] bool isStream)
    {
        byte[] answer = Encoding.UTF8.GetBytes(isStream ? Start + Text + End : Whole);

        for (int cut = 0; cut <= answer.Length; cut++)
            AssertIsFound(answer[..cut], answer[cut..]);
        for (int size = 1; size < 8; size++)
            AssertIsFound([.. answer.Chunk(size)]);

        void AssertIsFound(params byte[][] pieces)
        {
            var reader = new UsageReader(isStream);
            foreach (var piece in pieces)
                reader.Read(piece);
            Assert.That(reader.Reply, Is.EqualTo(new MeteredReply("claude-opus-5-5", Used)));
        }
    }

    [Test]
    public void BrokenStream_CountsWhatWasAnnounced()
    {
        Assert.That(Read(Start + Text).Usage, Is.EqualTo(Used with { Output = 1 }));
        Assert.That(Read(Start + Text + End[..^20]).Usage.Input, Is.EqualTo(12));
        Assert.That(Read(Start[..40]), Is.EqualTo(new MeteredReply("", default)));
        Assert.That(Read("").Usage.Total, Is.Zero);
    }

    [Test]
    public void SearchesAndSpeed_AreRead() => Assert.That(
        Read("""
            data: {"usage":{"output_tokens":3,"speed":"fast","server_tool_use":{"web_search_requests":2,"web_fetch_requests":1}}}

            """).Usage,
        Is.EqualTo(new TokenUsage(0, 3, 0, 0, WebSearches: 2, IsFast: true)));

    [Test]
    public void TextOfTheModel_IsMeasuredHoweverLongItIs()
    {
        var reader = new UsageReader(isStream: true);
        reader.Read(Encoding.UTF8.GetBytes(string.Concat(
            ((string[])["""{"text":"\\n12345678"}""", $$"""{"thinking":"{{new string('x', 1000)}}"}""", """{"partial_json":"{"}"""])
            .Select(delta => $"data: {{\"type\":\"content_block_delta\",\"delta\":{delta}}}\n\n"))));
        Assert.That(reader.WrittenBytes, Is.EqualTo(10 + 1000 + 1));
    }

    [TestCase("data: ]]]}}}{{{\"usage\":")]
    [TestCase("data: {\"usage\":{\"output_tokens\":-5,\"input_tokens\":1e9,\"cache_read_input_tokens\":99999999999999999999}}\n")]
    [TestCase("data: {\"usage\":{\"output_tokens\":\"many\"}}\n")]
    [TestCase("data")]
    public void Nonsense_IsNoUsage(string answer) => Assert.That(Read(answer).Usage, Is.EqualTo(default(TokenUsage)));

    [Test]
    public void Nonsense_NeverFails()
    {
        var random = new Random(1);
        byte[] signs = "{}[]:,\"\\ \ndata:usage9.\u00e9"u8.ToArray();
        foreach (bool isStream in (bool[])[true, false])
        {
            var reader = new UsageReader(isStream);
            for (int i = 0; i < 20_000; i++)
                reader.Read(random.GetItems(signs, random.Next(1, 40)));
        }
    }

    private static MeteredReply Read(string answer)
    {
        var reader = new UsageReader(isStream: true);
        reader.Read(Encoding.UTF8.GetBytes(answer));
        return reader.Reply;
    }
}
