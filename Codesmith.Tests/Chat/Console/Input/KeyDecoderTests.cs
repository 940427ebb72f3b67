using System.Text;
using Codesmith.Supervisor.Chat.Console.Input;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console.Input;

internal sealed class KeyDecoderTests
{
    [TestCase("héllo 日本🎉", "héllo 日本🎉")]
    [TestCase("a\r", "a Submit")]
    [TestCase("\u007f\b\u0015\u0017\u0004", "Backspace Backspace DeleteToStart DeleteWord EndOfInput")]
    [TestCase("\e[A\e[B\e[C\e[D\e[H\e[F", "Up Down Right Left Home End")]
    [TestCase("\eOA\eOH", "Up Home")]
    [TestCase("\e[3~\e[1~\e[4~\e[1;5C\e[1;5D", "Delete Home End WordRight WordLeft")]
    [TestCase("\e\r\n", "NewLine NewLine")]
    [TestCase("\eb\ef\e\u007f", "WordLeft WordRight DeleteWord")]
    [TestCase("\e[200~one\r\ntwo\e[A\e[201~x", "one\ntwo\e[A x")]
    [TestCase("\e[200~\e[201~", "")]
    [TestCase("\e[?1;2c\e[15~a", "a")]
    [TestCase("\0\u0007\u001ca", "a")]
    public void Bytes_AreTheseKeys(string bytes, string keys) =>
        Assert.That(Show(new KeyDecoder().Feed(Encoding.UTF8.GetBytes(bytes))), Is.EqualTo(keys));

    [Test]
    public void Paste_IsWholeHoweverItIsSplit()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("\e[200~日本\e[20 \e[201 one\ntwo\e[201~");

        for (int size = 3; size <= bytes.Length; size++)
        {
            var decoder = new KeyDecoder();
            Key[] keys = [.. bytes.Chunk(size).SelectMany(chunk => decoder.Feed(chunk))];
            Assert.That(Show(keys), Is.EqualTo("日本\e[20 \e[201 one\ntwo"), $"chunks of {size}");
        }
    }

    [Test]
    public void CharacterSplitBetweenReads_IsOne()
    {
        var decoder = new KeyDecoder();
        byte[] bytes = Encoding.UTF8.GetBytes("🎉");

        Assert.That(decoder.Feed(bytes.AsSpan(0, 2)), Is.Empty);
        Assert.That(Show(decoder.Feed(bytes.AsSpan(2))), Is.EqualTo("🎉"));
    }

    [Test]
    public void EscapeAlone_DoesNotSwallowTheNextKey()
    {
        var decoder = new KeyDecoder();

        Assert.That(decoder.Feed("\e"u8), Is.Empty);
        Assert.That(Show(decoder.Feed("a"u8)), Is.EqualTo("a"));
    }

    [Test]
    public void Garbage_NeitherThrowsNorPilesUp()
    {
        var random = new Random(7);
        var decoder = new KeyDecoder();
        byte[] noise = new byte[512];

        for (int i = 0; i < 2000; i++)
        {
            random.NextBytes(noise);
            Assert.That(() => decoder.Feed(noise), Throws.Nothing);
        }

        // Whatever state the noise left, the end of a paste and a key bring it back.
        decoder.Feed("\e[201~"u8);
        Assert.That(Show(decoder.Feed("z"u8)), Is.EqualTo("z"));
    }

    private static string Show(IEnumerable<Key> keys) => string.Join(' ', keys.Select(key => key switch
    {
        Key.Text text => text.Value,
        Key.Action action => action.What.ToString(),
        _ => "?",
    }));
}
