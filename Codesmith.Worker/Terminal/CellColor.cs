namespace Codesmith.Worker.Terminal;

/// <summary>A colour as the program named it: the default one, one of 256, or RGB.</summary>
internal readonly record struct CellColor
{
    private const uint IndexedTag = 1u << 24;
    private const uint RgbTag = 2u << 24;

    private readonly uint _value;

    private CellColor(uint value) => _value = value;

    public static CellColor Default => default;

    public bool IsDefault => _value == 0;

    public bool IsIndexed => (_value & IndexedTag) != 0;

    public bool IsRgb => (_value & RgbTag) != 0;

    /// <summary>0 to 255 when <see cref="IsIndexed"/>.</summary>
    public byte Index => (byte)_value;

    /// <summary>0xRRGGBB when <see cref="IsRgb"/>.</summary>
    public int RgbValue => (int)(_value & 0xFFFFFF);

    public static CellColor Indexed(int index) => new(IndexedTag | (byte)index);

    public static CellColor Rgb(int red, int green, int blue) =>
        new(RgbTag | (uint)(byte)red << 16 | (uint)(byte)green << 8 | (byte)blue);
}
