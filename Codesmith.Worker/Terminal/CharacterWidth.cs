using System.Globalization;

namespace Codesmith.Worker.Terminal;

/// <summary>How many columns a code point takes: 0, 1 or 2.</summary>
/// <remarks>
/// Two for East Asian Wide and Fullwidth (Unicode's EastAsianWidth.txt, to which every emoji shown as a picture by
/// default belongs), none for what combines with the character before it, one for the rest; ambiguous ones are narrow.
/// Regional indicators are narrow, so a flag, which is a pair of them, takes two columns.
/// </remarks>
internal static class CharacterWidth
{
    private const int PageSize = 256;

    /// <summary>Pages are filled when first asked for: a session touches a dozen of 4352.</summary>
    private static readonly byte[]?[] Pages = new byte[0x110000 / PageSize][];

    /// <summary>
    /// First and last of each wide range, ascending. Unassigned code points inside a block of emoji count.
    /// </summary>
    private static ReadOnlySpan<int> WideRanges =>
    [
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3,
        0x25FD, 0x25FE, 0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1,
        0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA,
        0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B,
        0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
        0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E,
        0x3041, 0x3247, 0x3250, 0x4DBF, 0x4E00, 0xA4C6, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAD9,
        0xFE10, 0xFE19, 0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x1B2FB, 0x1F004, 0x1F004,
        0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C,
        0x1F37E, 0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E,
        0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567, 0x1F57A, 0x1F57A,
        0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2,
        0x1F6D5, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7F0, 0x1F90C, 0x1F93A, 0x1F93C, 0x1F945,
        0x1F947, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD,
    ];

    public static int Of(int codePoint)
    {
        byte[]?[] pages = Pages;
        return (pages[codePoint / PageSize] ?? Fill(codePoint / PageSize))[codePoint % PageSize];
    }

    private static byte[] Fill(int page)
    {
        var widths = new byte[PageSize];
        for (int offset = 0; offset < PageSize; offset++)
            widths[offset] = Compute(page * PageSize + offset);
        // Two threads may fill the same page; they fill it alike.
        return Pages[page] = widths;
    }

    private static byte Compute(int codePoint)
    {
        // Vowels and finals of Hangul are drawn into the syllable that their initial began.
        if (codePoint is >= 0x1160 and <= 0x11FF or >= 0xD7B0 and <= 0xD7FF)
            return 0;
        // A soft hyphen is a hyphen on a terminal.
        if (codePoint == 0xAD)
            return 1;
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(codePoint);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        return IsWide(codePoint) ? (byte)2 : (byte)1;
    }

    private static bool IsWide(int codePoint)
    {
        int found = WideRanges.BinarySearch(codePoint);
        // Between two entries: inside a range when the next one is its end, which has an odd index.
        return found >= 0 || (~found & 1) == 1;
    }
}
