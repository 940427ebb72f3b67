using Codesmith.Tests.Recordings;
using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

/// <summary>How the bytes are cut does not change what is seen or answered.</summary>
internal sealed class SplitTests
{
    private const int Seed = 20_260_101;
    private const int LongestPiece = 40;

    [TestCaseSource(typeof(RecordedSession), nameof(RecordedSession.Names))]
    public void AnySplit_GivesTheSameScreen(string name)
    {
        RecordedSession session = RecordedSession.Load(name);
        byte[] bytes = session.AllOutput;
        var random = new Random(Seed);
        string whole = Replay(session, bytes, () => bytes.Length);
        Assert.Multiple(() =>
        {
            Assert.That(Replay(session, bytes, () => 1), Is.EqualTo(whole), "byte by byte");
            Assert.That(Replay(session, bytes, () => random.Next(1, LongestPiece)), Is.EqualTo(whole), $"seed {Seed}");
        });
    }

    private static string Replay(RecordedSession session, ReadOnlySpan<byte> bytes, Func<int> nextLength)
    {
        var screen = new Screen(session.Columns, session.Rows);
        while (!bytes.IsEmpty)
        {
            int length = Math.Min(nextLength(), bytes.Length);
            screen.Feed(bytes[..length]);
            bytes = bytes[length..];
        }
        return ScreenCells.Everything(screen) + screen.IgnoredSequences + Convert.ToHexString(screen.TakeReplies());
    }
}
