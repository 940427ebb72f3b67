using System.Diagnostics;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>The processes of sandboxes, seen from the host: all those with something of the data folder mounted.</summary>
internal static class SandboxProcesses
{
    /// <summary>Ids and names of those that live: bubblewrap itself, and whatever runs inside.</summary>
    public static IReadOnlyList<(int Id, string Name)> Of(string dataRoot) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => (Folder: folder, Id: int.TryParse(Path.GetFileName(folder), out var id) ? id : 0))
            .Where(process => process.Id > 0)
            .Where(process => Speaks(process.Folder, "mountinfo", dataRoot) || Speaks(process.Folder, "cmdline", $"--bind\0{dataRoot}"))
            .Select(process => (process.Id, Read(process.Folder, "comm").Trim())),
    ];

    /// <summary>The oldest of that name: a child that has not begun its own program yet has its parent's.</summary>
    public static int Find(string dataRoot, string name) =>
        Of(dataRoot).Where(process => process.Name == name).Min(process => process.Id);

    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    /// <summary>Ends when none of these lives any more; fails when that takes too long.</summary>
    public static async Task ExpectEndAsync(IEnumerable<(int Id, string Name)> processes)
    {
        foreach (var (id, name) in processes)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                await process.WaitForExitAsync().WaitAsync(Timeouts.EndToEnd);
            }
            catch (ArgumentException)
            {
                // Gone already.
            }
            catch (TimeoutException)
            {
                throw new AssertionException($"{name} still runs.");
            }
        }
    }

    private static bool Speaks(string folder, string file, string of) => Read(folder, file).Contains(of, StringComparison.Ordinal);

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended, or is somebody else's.
            return "";
        }
    }
}
