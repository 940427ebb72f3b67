using Codesmith.Tests.Deploy;
using NUnit.Framework;

namespace Codesmith.Tests.Architecture;

/// <summary>What lies where in the checkout.</summary>
internal sealed class LayoutTests
{
    /// <summary>Beside these, files whose name begins with a dot, and what is built.</summary>
    private static readonly string[] Root =
    [
        "BannedSymbols.txt", "Codesmith.Protocol", "Codesmith.Supervisor", "Codesmith.Tests", "Codesmith.Worker",
        "Codesmith.sln", "Directory.Build.props", "Directory.Packages.props", "LICENSE", "README.md", "artifacts",
        "deploy", "global.json",
    ];

    [Test]
    public void Root_HoldsOnlyWhatIsKnown() => Assert.That(
        Directory.EnumerateFileSystemEntries(Checkout.Root).Select(Path.GetFileName).Where(name => name![0] != '.'),
        Is.SubsetOf(Root));

    [Test]
    public void Projects_AreInTheSolution()
    {
        var solution = File.ReadAllText(Path.Combine(Checkout.Root, "Codesmith.sln"));
        foreach (var project in Directory.EnumerateFiles(Checkout.Root, "*.csproj", SearchOption.AllDirectories))
            Assert.That(solution, Does.Contain(Path.GetFileName(project)));
    }
}
