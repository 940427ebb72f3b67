using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>
/// Keeps the files of prompts that wait, for nobody but the supervisor: chats do not keep them for long, and the
/// agent may not run yet.
/// </summary>
/// <param name="root">Made at the first file; nobody else writes in it.</param>
internal sealed class AttachmentSpool(string root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Brings the files to us.</summary>
    /// <exception cref="ChatException">The chat does not give one.</exception>
    /// <exception cref="IOException">One cannot be kept.</exception>
    public async Task FetchAsync(
        IChat chat, AttachedFiles files, IReadOnlyList<MessageAttachment> attachments, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(root, files.Folder);
        // One by one: the mode is given to the last folder of a path alone.
        Directory.CreateDirectory(root, FolderMode);
        Directory.CreateDirectory(folder, FolderMode);
        foreach (var (name, attachment) in files.Names.Zip(attachments))
        {
            await using var target = new FileStream(Path.Combine(folder, name), new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
            });
            await chat.ReadAttachmentAsync(attachment, target, cancellationToken);
        }
    }

    /// <summary>The files in pieces, as a worker takes them.</summary>
    /// <exception cref="IOException">One is not there any more.</exception>
    public async IAsyncEnumerable<FileChunk> ReadAsync(AttachedFiles files)
    {
        foreach (string name in files.Names)
        {
            await using var file = File.OpenRead(Path.Combine(root, files.Folder, name));
            long offset = 0;
            do
            {
                byte[] data = new byte[Math.Min(WireLimits.FileChunk, file.Length - offset)];
                await file.ReadExactlyAsync(data);
                yield return new FileChunk(files.Folder, name, offset, data, offset + data.Length == file.Length);
                offset += data.Length;
            }
            while (offset < file.Length);
        }
    }

    /// <summary>Forgets files; no error if they are gone already.</summary>
    /// <exception cref="IOException">They cannot be removed.</exception>
    public void Drop(AttachedFiles files) => Drop(Path.Combine(root, files.Folder));

    /// <summary>Forgets all but these: what prompts of an earlier program left.</summary>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    public void DropAllBut(IEnumerable<AttachedFiles> kept)
    {
        if (!Directory.Exists(root))
            return;
        var folders = kept.Select(files => Path.Combine(root, files.Folder)).ToHashSet();
        foreach (string folder in Directory.EnumerateDirectories(root).Where(folder => !folders.Contains(folder)))
            Drop(folder);
    }

    private static void Drop(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
