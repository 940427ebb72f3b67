namespace Codesmith.Worker.Terminal;

/// <summary>One escape or control sequence. Valid only during the call that passes it.</summary>
internal readonly ref struct VtSequence(
    ReadOnlySpan<ushort> parameters, uint subparameters, int selector, bool truncated)
{
    /// <summary>An omitted parameter is 0, as every function in use treats the two alike.</summary>
    public ReadOnlySpan<ushort> Parameters { get; } = parameters;

    /// <summary>
    /// Names the function: final byte, first intermediate, second intermediate, private prefix (<c>&lt; = &gt; ?</c>)
    /// from the lowest byte to the highest, 0 where there is none.
    /// </summary>
    public int Selector { get; } = selector;

    /// <summary>There were more parameters or intermediates than <see cref="TerminalLimits"/> allows.</summary>
    public bool Truncated { get; } = truncated;

    /// <summary>Whether the parameter was joined to the one before it by a colon.</summary>
    public bool IsSubparameter(int index) => index < Parameters.Length && (subparameters >> index & 1) != 0;

    /// <summary>The parameter, or <paramref name="absent"/> when it is omitted or 0.</summary>
    public int Parameter(int index, int absent) =>
        (uint)index < (uint)Parameters.Length && Parameters[index] != 0 ? Parameters[index] : absent;
}
