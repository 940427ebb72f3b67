using System.Text;
using Microsoft.Win32.SafeHandles;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Claude;

/// <summary>
/// Reads files that the agent may have put anything in place of: whoever opens a pipe waits for its other end, and a
/// device has no end.
/// </summary>
internal static class RealFile
{
    /// <summary>Opens a file for reading. Returns null where there is none, and for anything else that stands there.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static unsafe FileStream? Open(string path)
    {
        if (!File.Exists(path))
            return null;
        int descriptor;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            descriptor = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
        if (descriptor < 0)
            throw new IOException($"{path} cannot be opened.");
        var file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        if (file.CanSeek)
            return file;
        file.Dispose();
        return null;
    }

    /// <summary>All that a small file holds. Null also for a file that is larger.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">Bytes.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[]? Read(string path, int limit)
    {
        using var file = Open(path);
        if (file is null)
            return null;
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            if (content.Length + read > limit)
                return null;
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
