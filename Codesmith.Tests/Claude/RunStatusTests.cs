using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class RunStatusTests
{
    [TestCase("idle", RunKind.Idle)]
    [TestCase("busy", RunKind.Busy)]
    [TestCase("waiting", RunKind.Waiting)]
    [TestCase("shell", RunKind.Busy)]
    [TestCase("of a later version", RunKind.Busy)]
    public void Status_IsRead(string word, object kind) => Assert.That(
        RunStatus.Parse(Json.Bytes($$"""{"pid":2,"status":"{{word}}","waitingFor":"dialog open","version":"2.1.330"}""")),
        Is.EqualTo(new RunStatus((RunKind)kind, "dialog open", "2.1.330")));

    [TestCase("")]
    [TestCase("{\"status\":\"id")]
    [TestCase("{}")]
    [TestCase("{\"status\":7}")]
    [TestCase("[\"idle\"]")]
    public void HalfAStatus_IsNone(string json) => Assert.That(RunStatus.Parse(Json.Bytes(json)), Is.Null);

    [Test]
    public void File_TellsChangesOnlyOfTheNewest()
    {
        var folder = Directory.CreateTempSubdirectory("codesmith-").FullName;
        try
        {
            var file = new RunStatusFile(folder);
            Assert.That(file.ReadChanged(), Is.Null);
            Write("2.json", "idle", 1);
            Assert.That(file.ReadChanged()?.Kind, Is.EqualTo(RunKind.Idle));
            Assert.That(file.ReadChanged(), Is.Null);
            Write("3.json", "busy", 2);
            Write("4.txt", "waiting", 3);
            Assert.That(file.ReadChanged()?.Kind, Is.EqualTo(RunKind.Busy));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Assert.That(new RunStatusFile(folder).ReadChanged(), Is.Null, "the folder is gone");

        void Write(string name, string status, int second)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, $$"""{"status":"{{status}}"}""");
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(second));
        }
    }
}
