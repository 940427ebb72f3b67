namespace Codesmith.Supervisor.Hosting;

/// <summary>What the program's exit code says; anything but success comes with a reason on standard error.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>It could not run, or something failed in a script's session.</summary>
    internal const int Failure = 1;

    /// <summary>The arguments or the configuration are wrong.</summary>
    internal const int Usage = 2;
}
