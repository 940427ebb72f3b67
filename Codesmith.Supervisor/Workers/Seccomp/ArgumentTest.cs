namespace Codesmith.Supervisor.Workers.Seccomp;

/// <summary>
/// What is asked of one argument of a system call: mostly of its low 32 bits, because the kernel itself looks at no more
/// of those that are tested so. Whoever compares all 64 of these is passed by with something in the upper half.
/// </summary>
/// <param name="Argument">Which argument, from 0.</param>
internal abstract record ArgumentTest(int Argument)
{
    internal sealed record IsOneOf(int Argument, params IReadOnlyList<uint> Values) : ArgumentTest(Argument);

    internal sealed record IsNoneOf(int Argument, params IReadOnlyList<uint> Values) : ArgumentTest(Argument);

    internal sealed record HasAnyBitOf(int Argument, uint Mask) : ArgumentTest(Argument);

    /// <summary>Of all 64 bits.</summary>
    internal sealed record IsMoreThan(int Argument, uint Most) : ArgumentTest(Argument);
}
