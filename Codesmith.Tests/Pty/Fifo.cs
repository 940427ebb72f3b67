using System.Text;
using NUnit.Framework;
using Tmds.Linux;

namespace Codesmith.Tests.Pty;

/// <summary>
/// A named pipe beside the terminal: a script waits on it for the test, or the test learns from its end that every
/// process that held it is gone.
/// </summary>
internal sealed unsafe class Fifo : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("terminal");

    public Fifo()
    {
        fixed (byte* path = Encoding.UTF8.GetBytes(Path + '\0'))
            Assert.That(LibC.mkfifo(path, Convert.ToUInt16("600", 8)), Is.Zero);
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "fifo");

    /// <summary>Ends once a script reads the pipe.</summary>
    public Task OpenGateAsync()
    {
        return Task.Run(() => File.WriteAllText(Path, "go\n")).WaitAsync(Timeouts.MustNotHang);
    }

    /// <summary>Ends once somebody opened the pipe for writing and every descriptor of it is closed.</summary>
    public Task AllWritersGoneAsync()
    {
        return Task.Run(() => File.ReadAllText(Path)).WaitAsync(Timeouts.MustNotHang);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
    }
}
