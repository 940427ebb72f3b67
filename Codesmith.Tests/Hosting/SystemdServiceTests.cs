using Codesmith.Supervisor.Hosting;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed class SystemdServiceTests
{
    [TestCase("7", true)]
    [TestCase("8", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void Service_IsTheProcessThatSystemdStarted(string? process, bool isThis) =>
        Assert.That(Service(("SYSTEMD_EXEC_PID", process)).IsThis, Is.EqualTo(isThis));

    [TestCase("60000000", null, 60)]
    [TestCase("60000000", "7", 60)]
    [TestCase("60000000", "8", null)]
    [TestCase("0", "7", null)]
    [TestCase("soon", "7", null)]
    [TestCase(null, null, null)]
    public void Watchdog_IsForTheProcessItIsMeantFor(string? limit, string? process, int? seconds) => Assert.That(
        Service(("WATCHDOG_USEC", limit), ("WATCHDOG_PID", process)).Watchdog?.TotalSeconds, Is.EqualTo(seconds));

    private static SystemdService Service(params (string Name, string? Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value, processId: 7);
}
