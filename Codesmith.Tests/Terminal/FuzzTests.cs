using System.Text;
using Codesmith.Tests.Recordings;
using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

/// <summary>
/// Seeded garbage of three kinds: nothing throws, the invariants hold, and the cut does not matter. Not in parallel with
/// others, as the memory it looks at is that of the process.
/// </summary>
[NonParallelizable]
internal sealed class FuzzTests
{
    private const int Rounds = 40;
    private const int PieceLength = 600;
    private const int PiecesPerRound = 8;
    private const int HostileBytes = 16_000_000;
    private const int MostGrowth = 8 * 1024 * 1024;

    private static readonly string[] Words =
    [
        "a", "word", "日", "🎉", "👩\u200D💻", "e\u0301", "⚠\uFE0F", "👍🏽", "🇩🇪", "─────────", "\u200D", "\uFE0F",
        "\r", "\n", "\b", "\t", "\u000E", "\u000F", "\u0018", "\u007F", "\u0085", "\0",
    ];

    private static readonly string[] Escapes =
    [
        "\e7", "\e8", "\eD", "\eE", "\eH", "\eM", "\ec", "\e#8", "\e(0", "\e(B", "\e)0", "\e=", "\e\\", "\e", "\e[",
        "\e]", "\eP", "\e_", "\e]0;title\a", "\e]11;?\a", "\ePq#1\e\\", "\e]8;;x\e\\", "\e[!p", "\e[?2026$p", "\e[>0q",
    ];

    private static readonly string[] Modes =
        ["4", "20", "?1", "?6", "?7", "?25", "?47", "?1047", "?1048", "?1049", "?1003", "?2004", "?2026", "?31337"];

    private static readonly byte[] Recorded = RecordedSession.Load("v330-fullscreen").AllOutput;

    [Test]
    public void RandomBytes_KeepTheInvariants() => Fuzz(random =>
    {
        var bytes = new byte[PieceLength];
        random.NextBytes(bytes);
        return bytes;
    });

    [Test]
    public void MutatedRecordings_KeepTheInvariants() => Fuzz(random =>
    {
        int start = random.Next(Recorded.Length - PieceLength);
        byte[] bytes = Recorded[start..(start + PieceLength)];
        for (int change = random.Next(1, 30); change > 0; change--)
        {
            int at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : bytes[random.Next(bytes.Length)];
        }
        return bytes;
    });

    [Test]
    public void GrammaticalGarbage_KeepsTheInvariants() => Fuzz(random =>
    {
        var text = new StringBuilder();
        while (text.Length < PieceLength)
            text.Append(Token(random));
        return Encoding.UTF8.GetBytes(text.ToString());
    });

    [Test]
    public void EndlessClusters_StayBounded()
    {
        var random = new Random(1);
        AssertBounded(() => $"{(char)random.Next('a', 'z')}{Mark()}{Mark()}");

        char Mark() => (char)random.Next(0x300, 0x36F);
    }

    [Test]
    public void EndlessStrings_StayBounded()
    {
        bool begun = false;
        AssertBounded(() =>
        {
            string piece = begun ? new string('x', 10_000) : "\e]0;";
            begun = true;
            return piece;
        });
    }

    [Test]
    public void EndlessQuestions_StayBounded() => AssertBounded(() => "\e[c\e[6n\e[>q\e]11;?\a\e[?2026$p");

    private static string Token(Random random)
    {
        string number = random.Next(8) switch
        {
            0 => "",
            1 => random.Next(100_000).ToString(),
            _ => random.Next(20).ToString(),
        };
        return random.Next(10) switch
        {
            < 4 => Words[random.Next(Words.Length)],
            < 5 => Escapes[random.Next(Escapes.Length)],
            5 => $"\e[{Modes[random.Next(Modes.Length)]}{(random.Next(2) == 0 ? 'h' : 'l')}",
            6 => $"\e[{number};{random.Next(30)}{"Hrf"[random.Next(3)]}",
            7 => $"\e[{number}{(random.Next(2) == 0 ? ':' : ';')}{random.Next(300)};{random.Next(9)}m",
            _ => $"\e[{number}{(char)random.Next('@', '~' + 1)}",
        };
    }

    private static void Fuzz(Func<Random, byte[]> next)
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var whole = new Screen(random.Next(1, 30), random.Next(1, 12));
            var cut = new Screen(whole.Columns, whole.Rows);
            for (int piece = 0; piece < PiecesPerRound; piece++)
            {
                byte[] bytes = next(random);
                whole.Feed(bytes);
                foreach (byte single in bytes)
                    cut.Feed([single]);
                Assert.That(ScreenCells.Everything(cut), Is.EqualTo(ScreenCells.Everything(whole)), $"seed {seed}");
                ScreenInvariants.Check(whole, $"seed {seed}, piece {piece}");
                cut.TakeReplies();
                if (random.Next(4) == 0)
                {
                    whole.Resize(random.Next(1, 30), random.Next(1, 12));
                    cut.Resize(whole.Columns, whole.Rows);
                    ScreenInvariants.Check(whole, $"seed {seed}, after resizing");
                }
            }
        }
    }

    private static void AssertBounded(Func<string> next)
    {
        var screen = new Screen(80, 24);
        screen.Feed("warm"u8);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int fed = 0; fed < HostileBytes;)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(next());
            screen.Feed(bytes);
            fed += bytes.Length;
        }
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        ScreenInvariants.Check(screen, "after endless input");
        Assert.That(grown, Is.LessThan(MostGrowth));
    }
}
