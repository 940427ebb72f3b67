using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class FolderWatchTests
{
    [Test]
    public async Task FolderThatWasRemovedAndMadeAgain_IsWatchedAnew()
    {
        using var told = new SemaphoreSlim(0);
        var folder = Directory.CreateTempSubdirectory("codesmith-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "first.json"), "1");
            using var watch = new FolderWatch(folder, "*.json", () => told.Release());
            Assert.That(watch.Renew(), Is.False, "nothing was removed");

            Directory.Delete(folder, recursive: true);
            await TellAsync();
            Assert.That(watch.Renew(), Is.False, "there is none");
            Directory.CreateDirectory(folder);
            Assert.That(watch.Renew(), Is.False, "it may be on its way out");
            await File.WriteAllTextAsync(Path.Combine(folder, "second.json"), "2");
            Assert.That(watch.Renew(), Is.True);
            Assert.That(watch.Renew(), Is.False);
            await File.WriteAllTextAsync(Path.Combine(folder, "third.json"), "3");
            await TellAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task TellAsync() => Assert.That(await told.WaitAsync(Timeouts.MustNotHang), "it was told");
    }
}
