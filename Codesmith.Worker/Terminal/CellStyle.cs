namespace Codesmith.Worker.Terminal;

internal record struct CellStyle
{
    public CellColor Foreground;
    public CellColor Background;
    public CellAttributes Attributes;
}
