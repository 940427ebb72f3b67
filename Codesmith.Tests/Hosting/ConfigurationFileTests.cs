using Codesmith.Supervisor.Hosting;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed class ConfigurationFileTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("codesmith-configuration-");

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [TestCase(null, "beside")]
    [TestCase("other.json", "other")]
    public void File_IsTheNamedOneOrTheOneBesideTheProgram(string? named, string data)
    {
        Write("appsettings.json", """{ "Codesmith": { "Data": "beside" } }""");
        Write("other.json", """{ /* why */ "Codesmith": { "Data": "other" } }""");

        Assert.That((Open(named, out string? mistake)!["Data"], mistake), Is.EqualTo((data, (string?)null)));
    }

    [Test]
    public void NoFile_IsAnEmptyOne() => Assert.That(Open(null, out _)!["Data"], Is.Null);

    [Test]
    public void FileThatIsWrong_IsAMistake()
    {
        Write("broken.json", """{ "Codesmith": """);

        Assert.That(
            (Open("broken.json", out string? broken), Open("none.json", out string? none)), Is.EqualTo((None, None)));
        Assert.That(
            broken,
            Does.StartWith($"The configuration file {PathOf("broken.json")} cannot be read: ").And.Contain("LineNumber"));
        Assert.That(none, Does.StartWith($"The configuration file {PathOf("none.json")} cannot be read: "));
        Assert.That(
            (ConfigurationFile.Open(_ => "a.json", "/app", out string? relative), relative),
            Is.EqualTo((None, "CODESMITH_CONFIG is no absolute path: a.json")));
    }

    private static IConfiguration? None => null;

    private IConfiguration? Open(string? named, out string? mistake) => ConfigurationFile.Open(
        name => name == "CODESMITH_CONFIG" && named is not null ? PathOf(named) : null, _folder.FullName, out mistake);

    private void Write(string name, string content) => File.WriteAllText(PathOf(name), content);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
