namespace Codesmith.Supervisor.Workers;

/// <summary>Finds what would let any user of this machine exchange the files that sandboxes are made of.</summary>
internal static class OpenFolder
{
    // As many as the kernel follows.
    private const int MostLinks = 40;

    private const string Root = "/";

    /// <summary>
    /// The first folder on the way to a file or folder, that one included, in which everybody may exchange what is in
    /// it; null when there is none. Every link on the way is followed, for who can exchange one leads elsewhere.
    /// </summary>
    /// <param name="path">Absolute. It need not be there.</param>
    public static string? On(string path)
    {
        var rest = new Stack<string>(NamesOf(path).Reverse());
        var (at, links) = (Root, 0);
        while (rest.TryPop(out var name))
        {
            if (IsOpen(at))
                return at;
            var next = Path.GetFullPath(name, at);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }
            if (++links > MostLinks)
                return null;
            foreach (var step in NamesOf(target).Reverse())
                rest.Push(step);
            at = Path.IsPathRooted(target) ? Root : at;
        }
        return IsOpen(at) ? at : null;
    }

    private static string[] NamesOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    // In a folder like /tmp everybody may make files, and exchange only their own.
    private static bool IsOpen(string path) =>
        Directory.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.OtherWrite | UnixFileMode.StickyBit)) is UnixFileMode.OtherWrite;
}
