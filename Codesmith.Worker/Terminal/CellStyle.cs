namespace Codesmith.Worker.Terminal;

internal record struct CellStyle
{
    public CellColor Foreground;
    public CellColor Background;
    public CellAttributes Attributes;

    /// <summary>What erasing leaves behind: the background, nothing else.</summary>
    public readonly CellStyle Erased => new() { Background = Background };
}
