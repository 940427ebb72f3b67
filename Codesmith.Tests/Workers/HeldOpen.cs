using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Codesmith.Tests.Workers;

/// <summary>A descriptor that programs started later inherit: .NET itself makes none.</summary>
internal static partial class HeldOpen
{
    public static SafeFileHandle WithoutCloseOnExec(string path) => Open(path, 0);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
