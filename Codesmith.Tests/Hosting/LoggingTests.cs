using Codesmith.Supervisor.Hosting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed partial class LoggingTests
{
    private StringWriter _errors = null!;
    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _errors = new StringWriter();
        _folder = Directory.CreateTempSubdirectory("codesmith-log-").FullName;
    }

    [TearDown]
    public void DeleteFolder()
    {
        Directory.Delete(_folder, recursive: true);
        _errors.Dispose();
    }

    [TestCase(false, false, "codesmith: warning: careful 2\n", "info 1|careful 2")]
    [TestCase(true, false, "codesmith: debug: detail 0\ncodesmith: info: info 1\ncodesmith: warning: careful 2\n", "detail 0|info 1|careful 2")]
    [TestCase(false, true, "", "info 1|careful 2")]
    [TestCase(true, true, "", "detail 0|info 1|careful 2")]
    public void Messages_GoWhereTheyBelong(bool isVerbose, bool hasPicture, string errors, string file)
    {
        string place;
        using (ILoggerFactory logging = Logging.Start(Options(), isVerbose, hasPicture, _errors, out place))
        {
            ILogger log = logging.CreateLogger("Some.Category");
            Detail(log, 0);
            Info(log, 1);
            Careful(log, 2);
            Info(logging.CreateLogger("Microsoft.AspNetCore.Hosting"), 3);
        }

        Assert.That(_errors.ToString(), Is.EqualTo(errors));
        Assert.That(
            string.Join('|', File.ReadLines(place).Select(line => line[(line.IndexOf("Category: ", StringComparison.Ordinal) + 10)..])),
            Is.EqualTo(file));
    }

    [Test]
    public void File_IsForItsOwnerOnly()
    {
        using (ILoggerFactory logging = Logging.Start(Options(), isVerbose: false, hasPicture: true, _errors, out _))
            Info(logging.CreateLogger("x"), 1);

        string file = Path.Combine(_folder, "logs", "codesmith.log");
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(Path.GetDirectoryName(file)!) & (UnixFileMode)0b111_111, Is.EqualTo(UnixFileMode.None));
    }

    [Test]
    public void FileThatCannotBeWritten_IsToldAtTheStart()
    {
        File.WriteAllText(Path.Combine(_folder, "logs"), "in the way");

        Assert.That(
            () => Logging.Start(Options(), isVerbose: false, hasPicture: true, _errors, out _), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void StandardError_GetsNoControlCharacters()
    {
        using (ILoggerFactory logging = Logging.Start(Options(), isVerbose: false, hasPicture: false, _errors, out _))
            Untrusted(logging.CreateLogger("x"), "a\e]0;evil\a\nb", new InvalidOperationException("c\ed"));

        Assert.That(_errors.ToString(), Is.EqualTo(
            "codesmith: error: Said a<U+001B>]0;evil<U+0007> / b (InvalidOperationException: c<U+001B>d)\n"));
    }

    [Test]
    public void File_HasALineForAnEventWhateverIsInIt()
    {
        using (ILoggerFactory logging = Logging.Start(Options(), isVerbose: false, hasPicture: true, _errors, out _))
            Untrusted(logging.CreateLogger("x"), "a\e]0;evil\a\n2030-01-01 00:00:00.000 INF x: b", new InvalidOperationException("c\ed"));

        string[] lines = File.ReadAllLines(Path.Combine(_folder, "logs", "codesmith.log"));
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(lines[0], Does.EndWith("ERR x: Said a<U+001B>]0;evil<U+0007> / 2030-01-01 00:00:00.000 INF x: b"));
        Assert.That(lines[1], Does.EndWith("InvalidOperationException: c<U+001B>d"));
    }

    [LoggerMessage(LogLevel.Debug, "detail {Number}")]
    private static partial void Detail(ILogger log, int number);

    [LoggerMessage(LogLevel.Information, "info {Number}")]
    private static partial void Info(ILogger log, int number);

    [LoggerMessage(LogLevel.Warning, "careful {Number}")]
    private static partial void Careful(ILogger log, int number);

    [LoggerMessage(LogLevel.Error, "Said {Text}")]
    private static partial void Untrusted(ILogger log, string text, Exception exception);

    private CodesmithOptions Options() => new(_folder, "/w", "/claude", null);
}
