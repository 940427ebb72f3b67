using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.Architecture;

/// <summary>Who may know whom. The folders are the namespaces; an arrow that is not allowed here is a design change.</summary>
[TestFixture]
internal sealed partial class ArrowTests
{
    private const string Supervisor = "Codesmith.Supervisor";
    private const string Worker = "Codesmith.Worker";

    private static readonly IReadOnlyList<IType> Types =
    [
        .. new ArchLoader()
            .LoadAssemblies(
                typeof(IWorker).Assembly,
                typeof(Codesmith.Worker.Agent.AgentLoop).Assembly,
                typeof(Codesmith.Supervisor.Chat.IChat).Assembly)
            .Build().Types.Where(type => IsIn(type, "Codesmith")),
    ];

    /// <summary>Who knows whom; the latter may be of any library. A type parameter is nobody's.</summary>
    private static readonly IReadOnlyList<(IType From, IType To)> Arrows =
    [
        .. Types.SelectMany(type => type.Dependencies.Select(dependency => (type, dependency.Target)))
            .Where(arrow => arrow.Target is not GenericParameter),
    ];

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
    public void Folder_DoesNotKnow(string folder, params string[] others) =>
        AssertNone(from => IsIn(from, folder), to => others.Any(other => IsIn(to, other)));

    [Test]
    public void PureCore_KnowsNoFileAndNoClock()
    {
        var impure = new[] { typeof(File), typeof(FileStream), typeof(Directory), typeof(TimeProvider) }
            .Select(type => type.FullName).ToHashSet();
        AssertNone(
            from => FolderOf(from) == Supervisor + ".Sessions" || PureInWorker().IsMatch(from.FullName),
            to => impure.Contains(to.FullName));
    }

    [Test]
    public void OnlyTheTwoEndsAndTheWire_NameTheRpcLibrary() => AssertNone(
        from => !IsIn(from, "Codesmith.Protocol") && !IsIn(from, Supervisor + ".Workers") && !IsIn(from, Worker + ".Link"),
        to => IsIn(to, "StreamJsonRpc"));

    [Test]
    public void OnlyTheConsole_NamesItsLibrary() => AssertNone(
        from => !IsIn(from, Supervisor + ".Chat.Console"), to => IsIn(to, "Spectre"));

    [Test]
    public void Names_SayWhatAThingIs() => Assert.That(
        Types.Where(type => Empty().IsMatch(type.Name)).Select(type => type.FullName), Is.Empty);

    /// <summary>Arrows that are there, so that the tests above do not pass because nothing is found.</summary>
    [TestCase(Worker + ".Agent", Worker + ".Pty")]
    [TestCase(Supervisor + ".Workers", "StreamJsonRpc")]
    [TestCase(Supervisor + ".Chat.Console", "Spectre")]
    [TestCase(Supervisor + ".Gateway", "System.Net")]
    [TestCase(Supervisor + ".Sessions.Storage", "System.IO")]
    public void Arrow_IsSeen(string folder, string other) =>
        Assert.That(Arrows.Any(arrow => IsIn(arrow.From, folder) && IsIn(arrow.To, other)), Is.True);

    private static bool IsIn(IType type, string folder) =>
        FolderOf(type) == folder || FolderOf(type).StartsWith(folder + ".", StringComparison.Ordinal);

    private static string FolderOf(IType type) => type.Namespace.FullName;

    private static void AssertNone(Func<IType, bool> from, Func<IType, bool> to)
    {
        var broken = Arrows.Where(arrow => from(arrow.From) && to(arrow.To))
            .Select(arrow => $"{arrow.From.FullName} knows {arrow.To.FullName}").Distinct().ToList();
        Assert.That(broken, Is.Empty, string.Join('\n', broken));
    }

    [GeneratedRegex(@"^Codesmith\.Worker\.Agent\.(AgentStep|AgentState|LiveTexts|TypingPlan)")]
    private static partial Regex PureInWorker();

    [GeneratedRegex("(Utils?|Helpers?|Manager|Common|Misc)$")]
    private static partial Regex Empty();
}
