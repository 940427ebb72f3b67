using Codesmith.Tests.Recordings;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Terminal;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

/// <summary>What recorded screens mean.</summary>
internal sealed class ScreenReadingTests
{
    [Test]
    public void StartDialogs_AreFoundWithTheirWayOut()
    {
        var menus = Readings("v330-onboarding").Select(reading => reading.Menu).OfType<ScreenMenu>().ToList();
        Assert.Multiple(() =>
        {
            Assert.That(Steps(menus, "Choose the text style", "Dark mode"), Is.EqualTo(1));
            Assert.That(Steps(menus, "Detected a custom API key", "Yes"), Is.EqualTo(-1));
            Assert.That(Steps(menus, "Accessing workspace:", "Yes, I trust"), Is.EqualTo(1));
            Assert.That(Steps(menus, "Bypass Permissions mode", "Yes, I accept"), Is.EqualTo(1));
        });
        Assert.That(menus.First(menu => menu.Heading.Contains("Bypass Permissions")).Heading, Does.Not.Contain("Accessing workspace"));
    }

    [Test]
    public void ModelConfirmation_IsFound() => Assert.That(
        Steps(Readings("v330-model").Select(reading => reading.Menu).OfType<ScreenMenu>().ToList(), "Switch model?", "Yes"), Is.Zero);

    [Test]
    public void Retries_AreReadWithTheirAttempts()
    {
        var retries = Readings("v330-retry").Select(reading => reading.Retry).OfType<RetryNotice>().ToList();
        Assert.That(retries.Select(retry => retry.Attempt).Distinct(), Is.EqualTo(new[] { "1/10", "2/10", "3/10", "4/10" }));
        Assert.That(retries, Has.All.Matches<RetryNotice>(retry => retry is { Text: var text } && !text.StartsWith('✻') && text.Contains("etrying in")));
    }

    [Test]
    public void PromptBox_ShowsWhatIsTyped()
    {
        var boxes = Readings("v330-turn").Select(reading => reading.PromptBox).OfType<string>().Distinct().ToList();
        Assert.That(boxes, Does.Contain("").And.Contain("MARKDOWN SLOW:40"));
    }

    [Test]
    public void Title_TellsRest()
    {
        var readings = Readings("v330-turn").ToList();
        Assert.That(readings, Has.Some.Matches<ScreenReading>(reading => reading is { IsIdle: true }));
        Assert.That(readings, Has.Some.Matches<ScreenReading>(reading => reading is { IsIdle: false }));
        Assert.That(readings[^1].Menu, Is.Null);
    }

    [Test]
    public void EmptyScreen_MeansNothing() => Assert.That(
        ScreenReading.Of(new Screen(20, 5).Snapshot()), Is.EqualTo(new ScreenReading(false, null, null, null)));

    [TestCase("❯ one\n  two", 2)]
    [TestCase("  1. one\n❯ 2. two\n  3. three", 3)]
    [TestCase("❯\u00a0typed\n  two", 0)]
    [TestCase("❯ alone", 0)]
    [TestCase("a ❯ b\n  two", 0)]
    [TestCase("❯", 0)]
    [TestCase("❯ one\n   deeper", 0)]
    public void Menu_NeedsAMarkAndNeighbours(string lines, int options) =>
        Assert.That(ScreenMenu.Find(lines.Split('\n'))?.Options.Count ?? 0, Is.EqualTo(options));

    [Test]
    public void Menu_WithoutTheOption_HasNoSteps() =>
        Assert.That(ScreenMenu.Find(["❯ one", "  two"])!.StepsTo("three"), Is.Null);

    private static int? Steps(List<ScreenMenu> menus, string marker, string option) =>
        menus.First(menu => menu.Heading.Contains(marker, StringComparison.Ordinal)).StepsTo(option);

    private static IEnumerable<ScreenReading> Readings(string name)
    {
        var session = RecordedSession.Load(name);
        var screen = new Screen(session.Columns, session.Rows);
        foreach (var output in session.Outputs)
        {
            screen.Feed(output);
            yield return ScreenReading.Of(screen.Snapshot());
        }
    }
}
