namespace Codesmith.Protocol;

/// <summary>
/// A piece of a file for the user's workspace; the pieces of a file come in order, and it is there after the last.
/// Folder and name are names as file systems know them: 1 to <see cref="WireLimits.FileName"/> characters, at most
/// <see cref="WireLimits.FileNameBytes"/> bytes of UTF-8, no slash, no control character, no dot at the start.
/// </summary>
/// <param name="Folder">Chosen by the supervisor. The file is written to
/// <see cref="SandboxLayout.Attachments"/>/Folder/Name.</param>
/// <param name="Name">The file's own name.</param>
/// <param name="Offset">Bytes of all pieces before this one; 0 begins the file anew.</param>
/// <param name="Data">At most <see cref="WireLimits.FileChunk"/> bytes. With them the file has at most
/// <see cref="WireLimits.FileBytes"/>.</param>
/// <param name="IsLast">Whether the file is whole with this. One of that name, if there was any, is replaced.</param>
public sealed record FileChunk(string Folder, string Name, long Offset, byte[] Data, bool IsLast);
