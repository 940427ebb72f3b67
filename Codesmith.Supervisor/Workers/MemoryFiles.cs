namespace Codesmith.Supervisor.Workers;

/// <summary>Files without a name that processes hold open (<c>memfd_create</c>): memory that no map of theirs need show.</summary>
internal static class MemoryFiles
{
    private const string Mark = "/memfd:";

    /// <summary>Bytes of all that the processes hold open, each once.</summary>
    public static long SizeOf(IReadOnlyCollection<int> processes)
    {
        var found = new Dictionary<ulong, long>();
        foreach (int process in processes)
        {
            try
            {
                foreach (string descriptor in Directory.EnumerateFiles($"/proc/{process}/fd"))
                {
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
