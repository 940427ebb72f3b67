using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using Codesmith.Protocol;
using NUnit.Framework;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Codesmith.Tests.Architecture;

/// <summary>Who may know whom. The folders are the namespaces; an arrow that is not allowed here is a design change.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class ArrowTests
{
    private const string Supervisor = "Codesmith.Supervisor";
    private const string Worker = "Codesmith.Worker";

    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader()
        .LoadAssembliesIncludingDependencies(
            typeof(IWorker).Assembly,
            typeof(Codesmith.Worker.Agent.AgentLoop).Assembly,
            typeof(Codesmith.Supervisor.Chat.IChat).Assembly)
        .Build();

    [TestCase(Worker + ".Terminal", Worker + ".Pty", Worker + ".Link", Worker + ".Agent", Worker + ".Claude")]
    [TestCase(Worker + ".Claude", Worker + ".Pty", Worker + ".Link", Worker + ".Agent")]
    [TestCase(Worker + ".Pty", Worker + ".Terminal", Worker + ".Link", Worker + ".Agent", Worker + ".Claude", "Codesmith.Protocol")]
    [TestCase(Worker + ".Agent", Worker + ".Link")]
    [TestCase(Worker + ".Link", Worker + ".Pty", Worker + ".Terminal", Worker + ".Claude")]
    [TestCase(Worker, Supervisor)]
    [TestCase(Supervisor, Worker)]
    [TestCase("Codesmith.Protocol", Worker, Supervisor)]
    [TestCase(
        Supervisor + ".Sessions", Supervisor + ".Workers", Supervisor + ".Gateway", Supervisor + ".Egress",
        Supervisor + ".Chat.Console", Supervisor + ".Chat.Discord",
        Supervisor + ".Rendering", Supervisor + ".Hosting", "StreamJsonRpc", "System.Net")]
    [TestCase(
        Supervisor + ".Rendering", Supervisor + ".Workers", Supervisor + ".Gateway", Supervisor + ".Egress",
        Supervisor + ".Chat.Console", Supervisor + ".Chat.Discord",
        Supervisor + ".Hosting", "StreamJsonRpc", "System.Net", "System.IO")]
    [TestCase(
        Supervisor + ".Chat", Supervisor + ".Sessions", Supervisor + ".Workers", Supervisor + ".Gateway",
        Supervisor + ".Egress", Supervisor + ".Hosting", "StreamJsonRpc")]
    [TestCase(
        Supervisor + ".Workers", Supervisor + ".Gateway", Supervisor + ".Egress",
        Supervisor + ".Rendering", Supervisor + ".Chat.Console", Supervisor + ".Chat.Discord", Supervisor + ".Hosting")]
    [TestCase(Supervisor + ".Chat.Console", Supervisor + ".Chat.Discord")]
    [TestCase(Supervisor + ".Chat.Discord", Supervisor + ".Chat.Console")]
    [TestCase(Supervisor + ".Chat.Discord.Model", Supervisor + ".Chat.Discord.Rest", Supervisor + ".Chat.Discord.Gateway")]
    [TestCase(Supervisor + ".Chat.Discord.Gateway", Supervisor + ".Chat.Discord.Rest", Supervisor + ".Chat.Discord.Model")]
    [TestCase(
        Supervisor + ".Gateway", Supervisor + ".Egress", Supervisor + ".Sessions", Supervisor + ".Rendering",
        Supervisor + ".Chat.Console", Supervisor + ".Chat.Discord", Supervisor + ".Hosting")]
    [TestCase(
        Supervisor + ".Egress", Supervisor + ".Gateway", Supervisor + ".Rendering", Supervisor + ".Chat.Console",
        Supervisor + ".Chat.Discord", Supervisor + ".Hosting", Supervisor + ".Sessions.Running", "Microsoft.AspNetCore")]
    public void Folder_DoesNotKnow(string folder, params string[] others)
    {
        var source = Types().That().ResideInNamespaceMatching(Below(folder));
        foreach (var other in others)
            Check(source.Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Below(other))));
    }

    [Test]
    public void PureCore_KnowsNoFileAndNoClock()
    {
        var core = Types().That().ResideInNamespaceMatching("^Codesmith\\.Supervisor\\.Sessions$")
            .Or().HaveFullNameMatching("^Codesmith\\.Worker\\.Agent\\.(AgentStep|AgentState|LiveTexts|TypingPlan)");
        Check(core.Should().NotDependOnAny(typeof(File), typeof(FileStream), typeof(Directory), typeof(TimeProvider)));
    }

    [Test]
    public void OnlyTheTwoEndsAndTheWire_NameTheRpcLibrary() => Check(
        Types().That().ResideInNamespaceMatching("^Codesmith")
            .And().DoNotResideInNamespaceMatching("^Codesmith\\.(Protocol|Supervisor\\.Workers|Worker\\.Link)")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Below("StreamJsonRpc"))));

    [Test]
    public void OnlyTheConsole_NamesItsLibrary() => Check(
        Types().That().ResideInNamespaceMatching("^Codesmith")
            .And().DoNotResideInNamespaceMatching("^Codesmith\\.Supervisor\\.Chat\\.Console")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Below("Spectre"))));

    [Test]
    public void Names_SayWhatAThingIs() => Check(
        Types().That().ResideInNamespaceMatching("^Codesmith")
            .Should().NotHaveNameMatching("(Utils?|Helpers?|Manager|Common|Misc)$"));

    /// <summary>Arrows that are there, so that the tests above do not pass because nothing is found.</summary>
    [TestCase(Worker + ".Agent", Worker + ".Pty")]
    [TestCase(Supervisor + ".Workers", "StreamJsonRpc")]
    [TestCase(Supervisor + ".Chat.Console", "Spectre")]
    [TestCase(Supervisor + ".Gateway", "System.Net")]
    public void Arrow_IsSeen(string folder, string other) => Assert.That(
        Types().That().ResideInNamespaceMatching(Below(folder))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Below(other)))
            .HasNoViolations(Code),
        Is.False);

    private static string Below(string folder) => $"^{folder.Replace(".", "\\.", StringComparison.Ordinal)}(\\.|$)";

    private static void Check(TypesShouldConjunction rule)
    {
        var broken = rule.Evaluate(Code).Where(result => !result.Passed).Select(result => result.Description).ToList();
        Assert.That(broken, Is.Empty, string.Join('\n', broken));
    }
}
