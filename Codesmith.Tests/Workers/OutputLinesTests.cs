using System.IO.Pipelines;
using System.Text;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

[TestFixture]
internal sealed class OutputLinesTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task Lines_ComeWholeHoweverTheBytesAreSplit()
    {
        var bytes = Encoding.UTF8.GetBytes("eins\r\n\nzwei 🙂\ndrei");
        var pipe = new Pipe();
        var lines = new List<string>();
        var reading = new OutputLines(pipe.Reader.AsStream(), lines.Add, _clock).ReadAsync(CancellationToken.None);
        foreach (var value in bytes)
            await pipe.Writer.WriteAsync(new[] { value });
        await pipe.Writer.CompleteAsync();
        await reading.WaitAsync(Timeouts.MustNotHang);

        Assert.That(lines, Is.EqualTo(new[] { "eins", "", "zwei 🙂", "drei" }));
    }

    [Test]
    public async Task EndlessLine_IsCut()
    {
        var lines = await ReadAsync(new string('x', 50_000) + "\nnext\n");

        Assert.That(lines, Is.EqualTo(new[] { new string('x', SandboxLimits.OutputLineBytes) + "…", "next" }));
    }

    [Test]
    public async Task ControlAndFormatCharacters_AreShownAsDots() =>
        Assert.That(
            await ReadAsync("a\u001b[31mb\u0007\u202ec\u2028d\u0085e\tf\n"), Is.EqualTo(new[] { "a·[31mb··c·d·e·f" }));

    [Test]
    public async Task InvalidUtf8_DoesNotEndTheReading()
    {
        var lines = new List<string>();
        using var stream = new MemoryStream([0xff, 0xfe, (byte)'\n', (byte)'a', (byte)'\n']);
        await new OutputLines(stream, lines.Add, _clock).ReadAsync(CancellationToken.None);
        Assert.That(lines, Is.EqualTo(new[] { "\ufffd\ufffd", "a" }));
    }

    [Test]
    public async Task Flood_IsReadOneBudgetAWindow()
    {
        using var stream = new MemoryStream(new byte[SandboxLimits.OutputBytesPerWindow * 3 / 2]);
        var reading = new OutputLines(stream, _ => { }, _clock).ReadAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stream.Position, Is.EqualTo(SandboxLimits.OutputBytesPerWindow));
            Assert.That(reading.IsCompleted, Is.False);
        }
        _clock.Advance(SandboxLimits.OutputWindow);
        await reading.WaitAsync(Timeouts.MustNotHang);
        Assert.That(stream.Position, Is.EqualTo(stream.Length));
    }

    private async Task<List<string>> ReadAsync(string text)
    {
        var lines = new List<string>();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await new OutputLines(stream, lines.Add, _clock).ReadAsync(CancellationToken.None);
        return lines;
    }
}
