using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The control groups (version 2) below the one that a service manager delegated to this process. A group that has
/// groups of its own must be without processes, so the supervisor moves into <c>supervisor</c>, and each sandbox gets
/// one beside it.
/// </summary>
internal sealed partial class ControlGroups
{
    private static readonly string[] Controllers = ["memory", "pids", "cpu"];

    private readonly string _folder;
    private readonly TimeProvider _clock;

    private ControlGroups(string folder, TimeProvider clock) => (_folder, _clock) = (folder, clock);

    /// <summary>Takes over this process's group, where that was delegated; null where it cannot be used.</summary>
    /// <param name="clock">Paces removals.</param>
    /// <param name="log">Is told why not.</param>
    /// <param name="mount">Where the groups are mounted.</param>
    /// <param name="membership">The file that says which group is this process's.</param>
    public static ControlGroups? TakeOver(
        TimeProvider clock, ILogger log, string mount = "/sys/fs/cgroup", string membership = "/proc/self/cgroup")
    {
        try
        {
            string folder = Path.Join(mount, OwnGroup(File.ReadLines(membership)));
            string[] there = File.ReadAllText(Path.Combine(folder, "cgroup.controllers")).Split((char[]?)null);
            if (Controllers.Except(there).Any())
                throw new IOException($"the controllers {string.Join(", ", Controllers)} are not delegated");
            string own = Directory.CreateDirectory(Path.Combine(folder, "supervisor")).FullName;
            File.WriteAllText(
                Path.Combine(own, "cgroup.procs"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            File.WriteAllText(
                Path.Combine(folder, "cgroup.subtree_control"),
                string.Join(' ', Controllers.Select(name => "+" + name)));
            return new ControlGroups(folder, clock);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotUsed(log, exception.Message);
            return null;
        }
    }

    /// <summary>Makes the group of a sandbox, with its limits.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not ours to make.</exception>
    public async Task<ControlGroup> CreateAsync(string key, SandboxQuota quota)
    {
        var group = await ControlGroup.CreateAsync(Path.Combine(_folder, "session-" + key), quota, _clock);
        group.Limit();
        return group;
    }

    private static string OwnGroup(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal))?["0::".Length..]
        ?? throw new IOException("there are no control groups of version 2");

    [LoggerMessage(LogLevel.Warning, "Limits of sessions are watched, not kept by control groups: {Reason}")]
    private static partial void LogNotUsed(ILogger log, string reason);
}
