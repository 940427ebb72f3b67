namespace Codesmith.Supervisor.Workers;

/// <summary>Who one is inside: the same in every sandbox, mapped to the user that runs the supervisor.</summary>
internal static class SandboxIdentity
{
    /// <summary>User and group. Not 0: the agent refuses to run as root.</summary>
    public const string Id = "1000";

    public const string Name = "user";

    public const string HostName = "codesmith";
}
