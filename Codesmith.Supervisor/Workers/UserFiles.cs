using System.Globalization;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// Measures and removes what sandboxes wrote, by the system's own tools: no name, depth or number confuses those. They
/// run as root of a user namespace of their own, so whatever modes a sandbox gave to its files, it can neither hide nor
/// keep any of them.
/// </summary>
internal sealed class UserFiles(SandboxLauncher launcher, TimeProvider clock)
{
    // Each file once however many names it has; no link is followed and no file system left. The last line is the total.
    private const string Measure = """
        /usr/bin/du -s -x -c --block-size=1 -- "$@" | /usr/bin/tail -n 1
        /usr/bin/du -s -x -c --inodes -- "$@" | /usr/bin/tail -n 1
        """;

    /// <summary>All that is in the folders, together.</summary>
    /// <exception cref="WorkerLostException">It cannot be told, or takes too long.</exception>
    public async Task<DiskUse> MeasureAsync(IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        // What vanishes under its eyes a tool complains about, and goes on.
        var totals = await RunAsync(
            folders, mayChange: false, ["/bin/sh", "-c", Measure, "measure", .. folders], cancellationToken);
        if (totals is [var bytes, var files] && NumberIn(bytes) is { } size && NumberIn(files) is { } count)
            return new DiskUse(size, count);
        throw new WorkerLostException("Its files could not be counted.");
    }

    /// <summary>Removes what is in a folder under these names, with all that is in it. What cannot be stays.</summary>
    /// <exception cref="WorkerLostException">It takes too long, or bubblewrap does not start.</exception>
    public Task RemoveAsync(string folder, IReadOnlyList<string> names, CancellationToken cancellationToken) => RunAsync(
        [folder], mayChange: true, ["/bin/rm", "-rf", "--", .. names.Select(name => Path.Combine(folder, name))],
        cancellationToken);

    private async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<string> folders, bool mayChange, IReadOnlyList<string> command,
        CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await using var tool = await launcher.LaunchAsync(
            SandboxArguments.ForTool(HostSystem.Read(), folders, mayChange, command), lines.Add, _ => { });
        try
        {
            await tool.OutputEnded.WaitAsync(SandboxLimits.FileTool, clock, cancellationToken);
            return lines;
        }
        catch (TimeoutException)
        {
            throw new WorkerLostException(
                $"Its files could not be gone through in {SandboxLimits.FileTool.TotalSeconds:0} s: there are too many.");
        }
    }

    // The number comes first; what stands between it and the name is no blank any more.
    private static long? NumberIn(string total) =>
        long.TryParse(
            string.Concat(total.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture,
            out long number)
            ? number
            : null;
}
