using System.Globalization;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The processes of a sandbox, found from its first one down: an orphan in a pid namespace is adopted by that
/// namespace's first process, so nobody leaves the tree.
/// </summary>
internal static class ProcessTree
{
    /// <summary>The ids of those that run.</summary>
    /// <param name="root">Bubblewrap's process id.</param>
    /// <param name="most">Not more than so many and one are looked for.</param>
    public static IReadOnlyCollection<int> Of(int root, int most)
    {
        var left = new Stack<int>([root]);
        var found = new List<int>();
        while (found.Count <= most && left.TryPop(out int process))
        {
            try
            {
                // Each thread has children of its own.
                foreach (string thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
                    Push(left, File.ReadAllText($"{thread}/children"));
                found.Add(process);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }
        return found;
    }

    private static void Push(Stack<int> left, string children)
    {
        foreach (string child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            left.Push(int.Parse(child, NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
