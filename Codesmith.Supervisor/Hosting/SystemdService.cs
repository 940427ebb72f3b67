using System.Globalization;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// What systemd tells a service's process by the variables it sets. To look at the parent process, as libraries do, is
/// no way: a hardened service does not see it.
/// </summary>
/// <param name="variable">The environment.</param>
/// <param name="processId">This process's: services' children inherit the variables.</param>
internal sealed class SystemdService(Func<string, string?> variable, int processId)
{
    /// <summary>Whether systemd started this very process.</summary>
    internal bool IsThis => IsOwn("SYSTEMD_EXEC_PID");

    /// <summary>How long systemd waits for a sign of life before it restarts the service; null: forever.</summary>
    internal TimeSpan? Watchdog =>
        (string.IsNullOrEmpty(variable("WATCHDOG_PID")) || IsOwn("WATCHDOG_PID"))
        && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long limit)
        && limit > 0
            ? TimeSpan.FromMicroseconds(limit)
            : null;

    /// <summary>This process.</summary>
    internal static SystemdService Current { get; } = new(Environment.GetEnvironmentVariable, Environment.ProcessId);

    private bool IsOwn(string name) => variable(name) == processId.ToString(CultureInfo.InvariantCulture);
}
