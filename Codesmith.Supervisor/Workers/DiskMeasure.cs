using System.Diagnostics;
using System.Globalization;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// How much of the disk a sandbox takes, by <c>du</c>: it counts what is really there, each file once however many
/// names it has, follows no link, leaves no file system, and no name or depth confuses it.
/// </summary>
internal static class DiskMeasure
{
    /// <summary>Bytes of all the folders together.</summary>
    /// <exception cref="WorkerLostException">It takes too long: there are too many files.</exception>
    public static async Task<long> OfAsync(
        IReadOnlyList<string> folders, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/usr/bin/du", ["-s", "-x", "-c", "--block-size=1", "--", .. folders])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        using var du = Process.Start(start)!;
        try
        {
            // What vanishes under its eyes it complains about, and goes on.
            var complaints = du.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            string lines = await du.StandardOutput.ReadToEndAsync(cancellationToken)
                .WaitAsync(SandboxLimits.DiskMeasure, clock, cancellationToken);
            await complaints;
            await du.WaitForExitAsync(cancellationToken);
            return TotalOf(lines);
        }
        catch (TimeoutException)
        {
            throw new WorkerLostException(
                $"Its files could not be counted in {SandboxLimits.DiskMeasure.TotalSeconds:0} s: there are too many.");
        }
        finally
        {
            if (!du.HasExited)
                du.Kill();
        }
    }

    // The last line is the total of the folders.
    private static long TotalOf(string lines)
    {
        string total = lines.TrimEnd('\n').Split('\n')[^1].Split('\t')[0];
        return long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : 0;
    }
}
