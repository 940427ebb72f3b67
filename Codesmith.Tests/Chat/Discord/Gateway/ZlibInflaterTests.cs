using System.Text;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Gateway;

internal sealed class ZlibInflaterTests
{
    private ZlibDeflater _deflater = null!;
    private ZlibInflater _inflater = null!;

    [SetUp]
    public void SetUp()
    {
        _deflater = new ZlibDeflater();
        _inflater = new ZlibInflater();
    }

    [TearDown]
    public void TearDown()
    {
        _deflater.Dispose();
        _inflater.Dispose();
    }

    [Test]
    public void Messages_ShareOneStream()
    {
        var first = _deflater.Deflate("the same words again and again");
        var second = _deflater.Deflate("the same words again and again");
        Assert.That(second, Has.Length.LessThan(first.Length), "it refers to the first");
        Assert.That(Text(_inflater.Add(first, mayEnd: true)), Is.EqualTo("the same words again and again"));
        Assert.That(Text(_inflater.Add(second, mayEnd: true)), Is.EqualTo("the same words again and again"));
    }

    [Test]
    public void Message_MayBeSplitAnywhere()
    {
        string text = string.Concat(Enumerable.Range(0, 40).Select(number => $"words {number * 7919} "));
        byte[] first = _deflater.Deflate(text);
        byte[] second = _deflater.Deflate(text + "2");
        for (int cut = 0; cut <= first.Length; cut++)
        {
            using var inflater = new ZlibInflater();
            var early = inflater.Add(first.AsSpan(0, cut), mayEnd: true);
            Assert.That(early is null, Is.EqualTo(cut < first.Length), $"cut at {cut}");
            var message = early ?? inflater.Add(first.AsSpan(cut), mayEnd: true);
            Assert.That(Text(message), Is.EqualTo(text), $"cut at {cut}");
            Assert.That(Text(inflater.Add(second, mayEnd: true)), Is.EqualTo(text + "2"), $"cut at {cut}");
        }
    }

    [Test]
    public void Message_MayComeByteByByte()
    {
        byte[] bytes = _deflater.Deflate("some words");
        for (int index = 0; index < bytes.Length - 1; index++)
            Assert.That(_inflater.Add(bytes.AsSpan(index, 1), mayEnd: true), Is.Null);
        Assert.That(Text(_inflater.Add(bytes.AsSpan(bytes.Length - 1), mayEnd: true)), Is.EqualTo("some words"));
    }

    [Test]
    public void FourBytesWithinAFrame_EndNoMessage()
    {
        Assert.That(_inflater.Add(_deflater.Deflate("one "), mayEnd: false), Is.Null);
        Assert.That(Text(_inflater.Add(_deflater.Deflate("two"), mayEnd: true)), Is.EqualTo("one two"));
    }

    [Test]
    public void LongMessage_ArrivesWhole()
    {
        string text = string.Concat(Enumerable.Range(0, 200_000));
        Assert.That(Text(_inflater.Add(_deflater.Deflate(text), mayEnd: true)), Is.EqualTo(text));
    }

    [Test]
    public void MessageThatInflatesBeyondTheBound_IsRefused()
    {
        byte[] bomb = _deflater.Deflate(new byte[GatewayLimits.MessageBytes + 1]);
        Assert.That(bomb, Has.Length.LessThan(GatewayLimits.CompressedBytes / 100));
        Assert.That(() => _inflater.Add(bomb, mayEnd: true), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void MessageAtTheBound_IsTaken() => Assert.That(
        _inflater.Add(_deflater.Deflate(new byte[GatewayLimits.MessageBytes]), mayEnd: true)!.Value.Length,
        Is.EqualTo(GatewayLimits.MessageBytes));

    [Test]
    public void StreamOfEmptyBlocks_IsRefused()
    {
        _inflater.Add(_deflater.Deflate("begun"), mayEnd: false);
        byte[] empty = [.. Enumerable.Repeat<byte[]>([0, 0, 0, 0xFF, 0xFF], 10_000).SelectMany(block => block)];
        Assert.That(
            () =>
            {
                for (int sent = 0; sent <= GatewayLimits.CompressedBytes; sent += empty.Length)
                    _inflater.Add(empty, mayEnd: false);
            },
            Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void CorruptStream_IsRefused()
    {
        Assert.That(() => _inflater.Add("not compressed"u8, mayEnd: true), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void CorruptByte_LeadsToNoOtherError()
    {
        byte[] bytes = _deflater.Deflate("some words that are long enough to be worth a code of their own");
        for (int index = 0; index < bytes.Length; index++)
        {
            using var inflater = new ZlibInflater();
            byte[] broken = [.. bytes];
            broken[index] ^= 0x55;
            try
            {
                inflater.Add(broken, mayEnd: true);
            }
            catch (InvalidDataException)
            {
                // The only one that the reader of the stream expects.
            }
        }
    }

    private static string? Text(ReadOnlyMemory<byte>? message) =>
        message is null ? null : Encoding.UTF8.GetString(message.Value.Span);
}
