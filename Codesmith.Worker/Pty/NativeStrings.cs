using System.Runtime.InteropServices;
using System.Text;

namespace Codesmith.Worker.Pty;

/// <summary>A list of strings as C takes it: pointers to UTF-8 bytes that end in zero, the last pointer null.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;

    /// <exception cref="ArgumentException">A string holds a zero character, which would cut it short.</exception>
    public NativeStrings(IReadOnlyList<string> strings)
    {
        if (strings.Any(text => text.Contains('\0')))
            throw new ArgumentException("A zero character cannot be passed to a program.", nameof(strings));
        _count = strings.Count;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
        for (int index = 0; index < _count; index++)
            Pointer[index] = Copy(strings[index]);
    }

    public byte** Pointer { get; private set; }

    public void Dispose()
    {
        if (Pointer is null)
            return;
        for (int index = 0; index < _count; index++)
            NativeMemory.Free(Pointer[index]);
        NativeMemory.Free(Pointer);
        Pointer = null;
    }

    private static byte* Copy(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        byte* copy = (byte*)NativeMemory.Alloc((nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(copy, length));
        copy[length] = 0;
        return copy;
    }
}
