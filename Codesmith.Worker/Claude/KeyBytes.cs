using Codesmith.Protocol;

namespace Codesmith.Worker.Claude;

/// <summary>The bytes a terminal sends for a key.</summary>
internal static class KeyBytes
{
    public static ReadOnlyMemory<byte> Of(AgentKey key) => key switch
    {
        AgentKey.Enter => "\r"u8.ToArray(),
        AgentKey.Escape => "\e"u8.ToArray(),
        AgentKey.Up => "\e[A"u8.ToArray(),
        AgentKey.Down => "\e[B"u8.ToArray(),
        AgentKey.Tab => "\t"u8.ToArray(),
        AgentKey.Space => " "u8.ToArray(),
        AgentKey.One => "1"u8.ToArray(),
        AgentKey.Two => "2"u8.ToArray(),
        AgentKey.Three => "3"u8.ToArray(),
        AgentKey.Four => "4"u8.ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "Not a key."),
    };
}
