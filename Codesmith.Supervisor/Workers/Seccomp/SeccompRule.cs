namespace Codesmith.Supervisor.Workers.Seccomp;

/// <summary>A system call that is refused.</summary>
/// <param name="Call">Which one.</param>
/// <param name="Error">The error number that the caller sees.</param>
/// <param name="Tests">It is refused when all of these hold; always when there are none.</param>
internal sealed record SeccompRule(SystemCall Call, ErrorNumber Error, params IReadOnlyList<ArgumentTest> Tests);

/// <summary>Error numbers of Linux, the same on both processors.</summary>
internal enum ErrorNumber : ushort
{
    /// <summary>EPERM.</summary>
    NotPermitted = 1,

    /// <summary>EINVAL.</summary>
    Invalid = 22,

    /// <summary>ENOSYS: what a program takes for an older kernel, and does the older way.</summary>
    NoSuchCall = 38,

    /// <summary>EPROTONOSUPPORT.</summary>
    NoSuchProtocol = 93,

    /// <summary>EAFNOSUPPORT.</summary>
    NoSuchFamily = 97,
}
