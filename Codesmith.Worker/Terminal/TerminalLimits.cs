namespace Codesmith.Worker.Terminal;

/// <summary>
/// Every maximum of the terminal. What the program on the terminal sends is untrusted, so each buffer it can fill
/// has an end; beyond it things are cut or ignored, never thrown.
/// </summary>
internal static class TerminalLimits
{
    /// <summary>
    /// Parameters of one control sequence. The longest in use is an SGR with every attribute and three RGB colours
    /// with their colour spaces: 27. A bit mask of 32 also says which are sub-parameters.
    /// </summary>
    public const int MaxParameters = 32;

    /// <summary>Value of a parameter: beyond any column, row or mode number, and it fits 16 bits.</summary>
    public const int MaxParameterValue = ushort.MaxValue;

    /// <summary>Intermediate bytes of one sequence: no sequence in use has more than two.</summary>
    public const int MaxIntermediates = 2;

    /// <summary>
    /// Bytes of an operating system command: titles and links are far below, clipboards are not for us.
    /// </summary>
    public const int MaxOscBytes = 4096;

    /// <summary>UTF-16 units of a title: what anyone would show of it.</summary>
    public const int MaxTitleLength = 256;

    /// <summary>
    /// UTF-16 units in one cell: the longest emoji (a flag of tags, a family with skin tones) has fewer than 24.
    /// </summary>
    public const int MaxClusterLength = 32;

    /// <summary>
    /// Bytes of answers waiting to be taken: some 50 answers. A program that asks without reading gets no more.
    /// </summary>
    public const int MaxPendingReplyBytes = 1024;

    /// <summary>Columns or rows: ten times a large screen; two buffers of that size stay below 32 MB.</summary>
    public const int MaxSide = 1000;
}
