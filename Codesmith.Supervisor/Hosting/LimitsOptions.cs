using Codesmith.Supervisor.Workers;

namespace Codesmith.Supervisor.Hosting;

/// <summary>What sessions may take of the machine.</summary>
internal sealed record LimitsOptions
{
    /// <summary>Each of them.</summary>
    internal SandboxQuota Quota { get; init; } = new();

    /// <summary>How many may run at one time: by default, as many as have room on a machine of 16 GB.</summary>
    internal int Sessions { get; init; } = 30;

    /// <summary>After so long without work a session is put to sleep: who works daily never sees it.</summary>
    internal TimeSpan IdleTime { get; init; } = TimeSpan.FromHours(24);
}
