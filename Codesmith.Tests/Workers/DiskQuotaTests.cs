using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using NUnit.Framework;

namespace Codesmith.Tests.Workers;

internal sealed class DiskQuotaTests
{
    private const long MiB = 1024 * 1024;
    private const long Most = 1000 * MiB;

    [Test]
    public void FillingUp_IsToldInTimeAndOnce()
    {
        var quota = DiskQuota.OfBytes(Most);
        Assert.That(quota.Take(799 * MiB), Is.EqualTo(((string?)null, false)));
        Assert.That(quota.Take(800 * MiB).Warning, Does.Contain("800 of 1000 MiB"));
        Assert.That(quota.Take(900 * MiB).Warning, Is.Null);
        quota.Take(100 * MiB);
        Assert.That(quota.Take(801 * MiB).Warning, Is.Not.Null, "again, after there was room");
    }

    [Test]
    public void Full_InterruptsOnceAndEndsWhatGoesOnWriting()
    {
        var quota = DiskQuota.OfBytes(Most);
        quota.Take(0);
        var (warning, interrupts) = quota.Take(Most + (10 * MiB));
        Assert.That(warning, Does.Contain("1010 of 1000 MiB, so Claude Code was interrupted"));
        Assert.That(interrupts, Is.True);
        Assert.That(quota.Take(Most + (11 * MiB)), Is.EqualTo(((string?)null, false)), "a record is written");
        Assert.That(quota.Take(Most), Is.EqualTo(((string?)null, false)), "some was removed");
        Assert.That(
            () => quota.Take(Most + SandboxLimits.DiskSlackBytes + 1),
            Throws.InstanceOf<WorkerLostException>().With.Message.Contains("more was written"));
    }

    [Test]
    public void FullFromTheStart_LetsItsUserMakeRoom()
    {
        var quota = DiskQuota.OfBytes(Most);
        var (warning, interrupts) = quota.Take(Most * 2);
        Assert.That(warning, Does.Contain("Have some removed"));
        Assert.That(interrupts, Is.False);
        quota.Take(Most / 2);
        Assert.That(quota.Take(Most).Interrupts, Is.True);
    }

    [Test]
    public void Files_AreCountedHoweverSmallTheyAre()
    {
        var quota = DiskQuota.OfFiles(1_000_000);
        quota.Take(0);
        Assert.That(quota.Take(800_000).Warning, Does.Contain("The session has 800,000 of 1,000,000 files"));
        Assert.That(quota.Use.Name, Is.EqualTo("Files"));
        Assert.That(quota.Take(1_000_000).Interrupts, Is.True);
        Assert.That(
            () => quota.Take(1_000_001 + SandboxLimits.DiskSlackFiles), Throws.InstanceOf<WorkerLostException>());
    }
}
