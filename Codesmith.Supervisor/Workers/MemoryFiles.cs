using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>Files without a name that processes hold open (<c>memfd_create</c>): memory that no map of theirs need show.</summary>
internal static class MemoryFiles
{
    private const string Mark = "/memfd:";

    /// <summary>Bytes of all that the processes hold open, each once.</summary>
    /// <param name="processes">Those that can be looked into.</param>
    /// <param name="most">So many open files of all kinds are looked at.</param>
    /// <exception cref="WorkerLostException">There are more.</exception>
    public static long SizeOf(IReadOnlyCollection<int> processes, int most)
    {
        var found = new Dictionary<ulong, long>();
        int seen = 0;
        foreach (int process in processes)
        {
            try
            {
                foreach (string descriptor in Directory.EnumerateFiles($"/proc/{process}/fd"))
                {
                    if (++seen > most)
                        throw new WorkerLostException($"It had more than {most:N0} files open.");
                    if (new FileInfo(descriptor).LinkTarget?.StartsWith(Mark, StringComparison.Ordinal) is true
                        && HostCalls.SizeOf(descriptor) is var (number, bytes))
                        found[number] = bytes;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or may not be looked into.
            }
        }
        return found.Values.Sum();
    }
}
