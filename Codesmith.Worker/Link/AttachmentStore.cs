using Codesmith.Protocol;

namespace Codesmith.Worker.Link;

/// <summary>
/// Puts files that come with a prompt into the workspace. Written here, not by the supervisor, because here a link
/// that the agent left leads only to what the agent may write anyway. A file has its name only when it is whole.
/// </summary>
/// <param name="root">The folder of all attachments; made when it is needed.</param>
internal sealed class AttachmentStore(string root)
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Adds the piece, whose names and lengths are checked already, to its file.</summary>
    /// <exception cref="StreamJsonRpc.LocalRpcException">It is not the piece that is due.</exception>
    /// <exception cref="IOException">The file system does not take it; nothing of the file is left.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public void Write(FileChunk chunk)
    {
        var folder = Path.Combine(root, chunk.Folder);
        // No file of the supervisor's begins with a dot.
        var unfinished = Path.Combine(folder, "." + chunk.Name);
        Directory.CreateDirectory(folder);
        if (chunk.Offset == 0)
            File.Delete(unfinished);
        var length = File.Exists(unfinished) ? new FileInfo(unfinished).Length : 0;
        if (chunk.Offset != length)
            throw InputCheck.Invalid($"offset is {chunk.Offset}; {length} is due.");

        try
        {
            Append(chunk, unfinished);
            if (chunk.IsLast)
                File.Move(unfinished, Path.Combine(folder, chunk.Name), overwrite: true);
        }
        catch
        {
            // A part of a file is of no use to anybody, and the disk may be full.
            File.Delete(unfinished);
            throw;
        }
    }

    private static void Append(FileChunk chunk, string path)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(chunk.Data);
        if (chunk.IsLast)
            File.SetUnixFileMode(file.SafeFileHandle, ReadableByAll);
    }
}
