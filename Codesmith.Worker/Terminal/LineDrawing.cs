namespace Codesmith.Worker.Terminal;

/// <summary>The DEC special graphics character set: what stands for the ASCII characters from 0x5F to 0x7E.</summary>
internal static class LineDrawing
{
    private const int First = 0x5F;
    private const string Characters = "\u00A0◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    public static int Of(int ascii) => ascii < First ? ascii : Characters[ascii - First];
}
