using System.Globalization;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The processes of a sandbox, found from its first one down: an orphan in a pid namespace is adopted by that
/// namespace's first process, so nobody leaves the tree.
/// </summary>
internal static class ProcessTree
{
    /// <summary>How many there are and what memory they have for themselves alone.</summary>
    /// <param name="root">Bubblewrap's process id.</param>
    /// <param name="most">Not more than so many and one are looked at.</param>
    public static (int Processes, long MemoryBytes) Measure(int root, int most)
    {
        var left = new Stack<int>([root]);
        int processes = 0;
        long pages = 0;
        while (processes <= most && left.TryPop(out int process))
        {
            try
            {
                pages += OwnPages(File.ReadAllText($"/proc/{process}/statm"));
                processes++;
                // Each thread has children of its own.
                foreach (string thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
                    Push(left, File.ReadAllText($"{thread}/children"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }
        return (processes, pages * Environment.SystemPageSize);
    }

    // Resident less shared: programs and libraries are in memory once for all.
    private static long OwnPages(string statm)
    {
        string[] fields = statm.Split(' ');
        return fields.Length > 2
            ? Number(fields[1]) - Number(fields[2])
            : 0;
    }

    private static void Push(Stack<int> left, string children)
    {
        foreach (string child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            left.Push((int)Number(child));
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
