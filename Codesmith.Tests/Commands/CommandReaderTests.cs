using Codesmith.Protocol;
using Codesmith.Supervisor.Commands;
using NUnit.Framework;

namespace Codesmith.Tests.Commands;

internal sealed class CommandReaderTests
{
    private static readonly CommandReader Reader = new("/cc", CommandCatalogue.All);

    [TestCase("/cc", true)]
    [TestCase("/cc start", true)]
    [TestCase("/CC start", true)]
    [TestCase("/cc\tstart", true)]
    [TestCase("/cc\nstart", true)]
    [TestCase("/ccstart", false)]
    [TestCase(" /cc start", false)]
    [TestCase("/c", false)]
    [TestCase("", false)]
    [TestCase("/clear", false)]
    public void Text_IsACommandOnlyWithTheWordAlone(string text, bool isCommand) =>
        Assert.That(Reader.IsCommand(text), Is.EqualTo(isCommand));

    [TestCase("/cc start", "start", "")]
    [TestCase("/cc   START  ", "start", "")]
    [TestCase("/cc model opus", "model", "name=opus")]
    [TestCase("/cc model  claude-opus-5-5[1m] ", "model", "name=claude-opus-5-5[1m]")]
    [TestCase("/cc compact", "compact", "")]
    [TestCase("/cc compact keep  the plan, and \"all\" of it", "compact", "instructions=keep  the plan, and \"all\" of it")]
    [TestCase("/cc compact keep\nboth lines", "compact", "instructions=keep\nboth lines")]
    public void Command_IsReadWithItsArguments(string text, string name, string arguments)
    {
        CommandReading reading = Reader.Read(text);

        Assert.That(reading, Is.InstanceOf<CommandRead>());
        var read = (CommandRead)reading;
        Assert.That(read.Name, Is.EqualTo(name));
        Assert.That(string.Join(';', read.Arguments.Select(a => $"{a.Key}={a.Value}")), Is.EqualTo(arguments));
    }

    [TestCase("/cc", "Which command? /cc help shows them.")]
    [TestCase("/cc strat", "There is no command /cc strat. Did you mean /cc start?")]
    [TestCase("/cc STAUTS", "There is no command /cc STAUTS. Did you mean /cc status?")]
    [TestCase("/cc req", "There is no command /cc req. Did you mean /cc requirements?")]
    [TestCase("/cc frobnicate", "There is no command /cc frobnicate. /cc help shows them.")]
    [TestCase("/cc model", "/cc model needs a name. Usage: /cc model <name>")]
    [TestCase("/cc model opus 5", "/cc model does not take \"5\". Usage: /cc model <name>")]
    [TestCase("/cc start there", "The value of where is one of own, here.")]
    [TestCase("/cc stop now please", "/cc stop does not take \"now please\". Usage: /cc stop")]
    public void Mistake_IsAnsweredWithOneHelpfulLine(string text, string message) =>
        Assert.That(Reader.Read(text), Is.EqualTo(new CommandRejected(message)));

    [Test]
    public void HugeName_IsShortenedInTheError()
    {
        var rejected = (CommandRejected)Reader.Read("/cc " + string.Concat(Enumerable.Repeat("🎉", 50_000)));

        Assert.That(rejected.Message, Has.Length.LessThan(120));
        Assert.That(rejected.Message.EnumerateRunes().Select(r => r.Value), Has.None.EqualTo(0xfffd));
    }

    [Test]
    public void HugeArgument_IsRejected()
    {
        CommandReading reading = Reader.Read("/cc compact " + new string('x', WireLimits.ShortText + 1));

        Assert.That(reading, Is.EqualTo(new CommandRejected("The value of instructions is too long: at most 1024 characters.")));
    }

    [TestCase("/cc place here", "where=here")]
    [TestCase("/cc place HERE", "where=here")]
    [TestCase("/cc place nowhere", null)]
    public void Choice_TakesDeclaredValuesOnly(string text, string? argument)
    {
        var line = new CommandReader("/cc", [
            new("place", "", [new("where", "", OptionKind.Choice, IsRequired: true, ["here", "own"])], CommandAudience.Everyone)]);

        CommandReading reading = line.Read(text);

        if (argument is null)
            Assert.That(reading, Is.EqualTo(new CommandRejected("The value of where is one of here, own.")));
        else
            Assert.That(((CommandRead)reading).Arguments.Select(a => $"{a.Key}={a.Value}"), Is.EqualTo(new[] { argument }));
    }
}
