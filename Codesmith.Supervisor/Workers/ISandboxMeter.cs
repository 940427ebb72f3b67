using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>Measures memory and processes of a sandbox, by control group or by looking.</summary>
internal interface ISandboxMeter
{
    /// <summary>What is used now, and a line for the user if the kernel refused or ended something since.</summary>
    /// <exception cref="WorkerLostException">More is used than may be: only the sandbox's end helps.</exception>
    (IReadOnlyList<LimitUse> Uses, string? Warning) Look();
}
