using System.Runtime.CompilerServices;

namespace Codesmith.Worker.Terminal;

/// <summary>
/// One place of the screen, 16 bytes. The default value is blank. A wide character lies in two cells: a wide one and,
/// to its right, its continuation.
/// </summary>
internal readonly struct Cell
{
    private const uint WideBit = 1u << 31;
    private const uint ContinuationBit = 1u << 30;
    private const uint ClusterBit = 1u << 29;
    private const uint ContentMask = (1u << 24) - 1;

    private readonly uint _content;
    private readonly CellStyle _style;

    private Cell(uint content, in CellStyle style)
    {
        _content = content;
        _style = style;
    }

    public CellStyle Style => _style;

    public bool IsWide => (_content & WideBit) != 0;

    public bool IsContinuation => (_content & ContinuationBit) != 0;

    /// <summary>Never written or erased: it shows its background and nothing else.</summary>
    public bool IsBlank => _content == 0;

    /// <summary>Whether <see cref="Content"/> is the key of a cluster instead of a code point.</summary>
    public bool IsCluster => (_content & ClusterBit) != 0;

    /// <summary>Whether <see cref="Content"/> is a code point that is one UTF-16 unit.</summary>
    public bool IsBasic => Content is > 0 and <= char.MaxValue && !IsCluster;

    /// <summary>Code point, 0 for a blank; or the key of a cluster in the <see cref="ClusterTable"/>.</summary>
    public int Content => (int)(_content & ContentMask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Cell Narrow(int codePoint, in CellStyle style) => new((uint)codePoint, style);

    public static Cell Wide(int codePoint, in CellStyle style) => new((uint)codePoint | WideBit, style);

    public static Cell Continuation(in CellStyle style) => new(ContinuationBit, style);

    /// <summary>What erasing with a style leaves: its background, nothing else.</summary>
    public static Cell Blank(in CellStyle style) => new(0, new CellStyle { Background = style.Background });

    public Cell WithCluster(int key, bool wide) =>
        new((uint)key | ClusterBit | (wide ? WideBit : 0), _style);
}
