namespace Codesmith.Supervisor.Workers;

/// <summary>
/// Everything that decides what one sandbox may see and do. Paths are absolute paths of the host;
/// where they appear inside is fixed by <see cref="Protocol.SandboxLayout"/>.
/// </summary>
internal sealed record SandboxPolicy
{
    /// <summary>What of the host's system is shown, read-only.</summary>
    public required HostSystem System { get; init; }

    /// <summary>The folder of <see cref="IdentityFiles"/>.</summary>
    public required string IdentityFolder { get; init; }

    /// <summary>The user's files. Writable.</summary>
    public required string Workspace { get; init; }

    /// <summary>The user's home. Writable.</summary>
    public required string Home { get; init; }

    /// <summary>Where the worker listens for its supervisor. Writable.</summary>
    public required string LinkFolder { get; init; }

    /// <summary>Where this user's doors are, sockets. Read-only, which does not keep one from dialing.</summary>
    public required string DoorFolder { get; init; }

    /// <summary>Whether there is a door to the network beside the one to the model.</summary>
    public bool HasEgress { get; init; }

    /// <summary>The worker's program and its <see cref="WorkerProgram.ManagedSettingsName"/>. Read-only.</summary>
    public required string WorkerFolder { get; init; }

    /// <summary>The agent's program. Read-only.</summary>
    public required string AgentProgram { get; init; }

    /// <summary>The .NET installation, for a worker that is not native; null else. Read-only.</summary>
    public required string? DotnetFolder { get; init; }

    /// <summary>Where to sign up with the control group of the sandbox; null for the supervisor's own.</summary>
    public string? ControlGroupFile { get; init; }

    /// <summary>The program to run, by its path inside, and its arguments. Seen by everyone on the host: no secrets.</summary>
    public required IReadOnlyList<string> Command { get; init; }
}
