namespace Codesmith.Worker.Terminal;

/// <summary>The code points that change the emoji before them.</summary>
internal static class Emoji
{
    /// <summary>Variation selector 16.</summary>
    public const int PresentationSelector = 0xFE0F;

    public const char Joiner = '\u200D';

    public static bool IsSkinTone(int codePoint) => codePoint is >= 0x1F3FB and <= 0x1F3FF;
}
