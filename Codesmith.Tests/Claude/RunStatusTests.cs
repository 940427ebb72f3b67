using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class RunStatusTests
{
    [TestCase("idle", RunKind.Idle)]
    [TestCase("busy", RunKind.Busy)]
    [TestCase("waiting", RunKind.Waiting)]
    [TestCase("shell", RunKind.Idle)]
    [TestCase("of a later version", RunKind.Busy)]
    public void Status_IsRead(string word, object kind) => Assert.That(
        RunStatus.Parse(Json.Bytes($$"""{"pid":2,"sessionId":"a","status":"{{word}}","waitingFor":"dialog open","version":"2.1.330"}""")),
        Is.EqualTo(new RunStatus((RunKind)kind, "dialog open", "2.1.330", "a")));

    [TestCase("")]
    [TestCase("{\"status\":\"id")]
    [TestCase("{}")]
    [TestCase("{\"status\":7}")]
    [TestCase("[\"idle\"]")]
    public void HalfAStatus_IsNone(string json) => Assert.That(RunStatus.Parse(Json.Bytes(json)), Is.Null);

    [Test]
    public void File_TellsChangesOnly()
    {
        var folder = Directory.CreateTempSubdirectory("codesmith-").FullName;
        var path = Path.Combine(folder, "12.json");
        var file = new RunStatusFile(path);
        try
        {
            Assert.That(file.ReadChanged(), Is.Null);
            File.WriteAllText(path, """{"status":"idle"}""");
            Assert.That(file.ReadChanged()?.Kind, Is.EqualTo(RunKind.Idle));
            Assert.That(file.ReadChanged(), Is.Null);
            File.WriteAllText(path, """{"status":"busy"}""");
            File.WriteAllText(Path.Combine(folder, "13.json"), """{"status":"waiting"}""");
            Assert.That(file.ReadChanged()?.Kind, Is.EqualTo(RunKind.Busy), "another one's is not looked at");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Assert.That(file.ReadChanged(), Is.Null, "the folder is gone");
    }
}
