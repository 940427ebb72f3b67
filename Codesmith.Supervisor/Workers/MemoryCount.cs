using System.Globalization;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// Memory of several processes together, as the kernel tells it: what they alone have, what they share with each other,
/// and files that are nowhere but in memory. Not programs and libraries, which are in memory once for all.
/// </summary>
internal static class MemoryCount
{
    private const long KiB = 1024;

    /// <summary>Bytes, counted fast: what several processes share counts once for each of them.</summary>
    /// <exception cref="WorkerLostException">They hold too many files open to be looked at.</exception>
    public static long AtMost(IReadOnlyCollection<int> processes) =>
        processes.Sum(AtMost) + MemoryFiles.SizeOf(processes, SandboxLimits.OpenFilesInAll);

    /// <summary>
    /// Bytes, of which each counts once, which takes the kernel some milliseconds for each process. A file in memory that
    /// is mapped as well may count twice.
    /// </summary>
    /// <exception cref="WorkerLostException">As above.</exception>
    public static long Exactly(IReadOnlyCollection<int> processes) =>
        processes.Sum(Exactly) + MemoryFiles.SizeOf(processes, SandboxLimits.OpenFilesInAll);

    private static long AtMost(int process) => Sum($"/proc/{process}/status", "RssAnon", "RssShmem", "VmSwap");

    // What the kernel does not tell us, or not so exactly, is not nothing.
    private static long Exactly(int process) =>
        Sum($"/proc/{process}/smaps_rollup", "Pss_Anon", "Pss_Shmem", "SwapPss") is var exact and > 0
            ? exact
            : AtMost(process);

    /// <summary>The lines of these names, which are in KiB; nothing for a process that has ended.</summary>
    private static long Sum(string file, params ReadOnlySpan<string> names)
    {
        try
        {
            long sum = 0;
            foreach (string line in File.ReadLines(file))
            {
                if (line.Split(':') is [var name, var value] && names.Contains(name))
                    sum += Number(value);
            }
            return sum * KiB;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static long Number(string value) =>
        long.TryParse(value.Replace(" kB", ""), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out long number)
            ? number
            : 0;
}
