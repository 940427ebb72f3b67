using Codesmith.Tests.Recordings;
using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Terminal;

/// <summary>Recorded sessions give the screens of a reference terminal, cell by cell.</summary>
internal sealed class RecordedScreenTests
{
    /// <summary>Differences named in one failure: the first few tell what is wrong.</summary>
    private const int MostNamed = 10;

    [TestCaseSource(typeof(RecordedSession), nameof(RecordedSession.Names))]
    public void RecordedSession_ShowsWhatTheReferenceShows(string name)
    {
        RecordedSession session = RecordedSession.Load(name);
        var screen = new Screen(session.Columns, session.Rows);
        var differences = new List<string>();
        int fed = 0;
        int checkpoints = 0;
        foreach (ExpectedScreen expected in ExpectedScreen.Read(session))
        {
            for (; fed < expected.Outputs; fed++)
                screen.Feed(session.Outputs[fed]);
            checkpoints++;
            Compare(screen, expected, differences);
        }
        Assert.Multiple(() =>
        {
            Assert.That(checkpoints, Is.GreaterThan(0));
            Assert.That(fed, Is.EqualTo(session.Outputs.Count), "the last checkpoint is the end");
            Assert.That(differences.Take(MostNamed), Is.Empty);
        });
    }

    [Test]
    public void Recordings_AreThere() => Assert.That(RecordedSession.Names.Count(), Is.GreaterThanOrEqualTo(40));

    private static void Compare(Screen screen, ExpectedScreen expected, List<string> differences)
    {
        IReadOnlyList<string> lines = screen.Snapshot().Lines;
        AddDifference("state", expected.State, ScreenCells.State(screen));
        for (int row = 0; row < screen.Rows; row++)
        {
            AddDifference($"row {row}", expected.Texts[row], lines[row]);
            AddDifference($"row {row} styles", expected.Styles[row], ScreenCells.Styles(screen, row));
        }

        void AddDifference(string what, string wanted, string found)
        {
            if (wanted != found)
                differences.Add($"{expected.Outputs} outputs, {what}:\n  expected {wanted}\n  found    {found}\n");
        }
    }
}
