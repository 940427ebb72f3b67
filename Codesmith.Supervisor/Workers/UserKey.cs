using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The name of a user's folders: a readable start for whoever looks at the disk, and a hash so that no two users
/// share one. Only a-z, 0-9, - and _; short, because sockets lie below it (<see cref="SandboxLimits.SocketPathBytes"/>).
/// </summary>
internal static class UserKey
{
    private const int ReadableCharacters = 12;
    private const int HashBytes = 10;

    public static string For(UserId user)
    {
        var readable = string.Concat(user.Value.Take(ReadableCharacters).Select(Safe));
        // Of the characters as they are: an encoding would make all broken surrogates one.
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(user.Value.AsSpan())).AsSpan(0, HashBytes);
        return $"{readable}-{Convert.ToHexStringLower(hash)}";
    }

    private static char Safe(char character) =>
        char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '_';
}
