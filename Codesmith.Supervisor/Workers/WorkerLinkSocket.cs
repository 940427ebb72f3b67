using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Codesmith.Supervisor.Sessions;
using Microsoft.Win32.SafeHandles;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// Dials a worker's socket. Its folder is writable from inside the sandbox, so at that path may be anything: the file
/// is opened without following a link and without touching what is behind it, seen to be a socket, and then connected
/// to through the descriptor. What was looked at is what is dialled, whatever happens to the path meanwhile.
/// </summary>
internal static class WorkerLinkSocket
{
    private const int OPath = 0x20_0000;
    private const int OCloseOnExec = 0x8_0000;
    private const int AtEmptyPath = 0x1000;
    private const uint StatxType = 1;
    private const int StatxBytes = 256;
    private const int StatxModeOffset = 28;
    private const int FileTypeMask = 0xF000;
    private const int FileTypeSocket = 0xC000;

    // The kernel's number of this one flag differs between architectures.
    private static readonly int ONoFollow =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x2_0000;

    /// <exception cref="WorkerLostException">Nothing to connect to, or nobody listens.</exception>
    public static async Task<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        using var file = Open(path, OPath | ONoFollow | OCloseOnExec);
        if (file.IsInvalid)
            throw Lost(path, new Win32Exception().Message);
        if (!IsSocket(file))
            throw Lost(path, "it is not a socket");

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var address = new UnixDomainSocketEndPoint($"/proc/self/fd/{file.DangerousGetHandle()}");
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw Lost(path, refused.Message);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static WorkerLostException Lost(string path, string reason) =>
        new($"The worker's socket {path} cannot be connected to: {reason}.");

    private static bool IsSocket(SafeFileHandle file)
    {
        // statx, because its record is the same on every architecture.
        var record = new byte[StatxBytes];
        return StatX(file, "", AtEmptyPath, StatxType, record) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(StatxModeOffset)) & FileTypeMask)
                == FileTypeSocket;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int StatX(
        SafeFileHandle folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] record);
}
