namespace Codesmith.Worker.Pty;

/// <summary>Every maximum and every wait of the terminal.</summary>
internal static class PtyLimits
{
    /// <summary>
    /// Bytes that may wait for a program that does not read: ten prompts of 50,000 characters of four bytes. Beyond
    /// that the program hangs, and more keystrokes do not help it.
    /// </summary>
    public const int WaitingInput = 2 * 1024 * 1024;

    /// <summary>The buffer for waiting bytes that is kept between bursts: keystrokes and short prompts fit.</summary>
    public const int KeptInputBuffer = 16 * 1024;

    /// <summary>Bytes asked for at once; the kernel gives about 4 KiB at most.</summary>
    public const int ReadBuffer = 8 * 1024;

    /// <summary>
    /// More than the kernel keeps of unread output (between 13 and 16 KB, measured on Linux 6.18). After the grace this
    /// much is still read, so that nothing a program wrote before it ended is lost, while a background program that
    /// writes without pause cannot hold the end up.
    /// </summary>
    public const int UnreadOutput = 64 * 1024;

    /// <summary>
    /// How long background programs may still write after the program itself has ended. Those that a hang-up ends are
    /// gone within milliseconds; longer would only delay the news of the end.
    /// </summary>
    public static readonly TimeSpan DrainGrace = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a program may take to obey each polite signal: the agent needs a tenth of it.</summary>
    public static readonly TimeSpan SignalGrace = TimeSpan.FromSeconds(2);
}
