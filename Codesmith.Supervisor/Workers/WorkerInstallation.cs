namespace Codesmith.Supervisor.Workers;

/// <summary>Where the programs of a sandbox lie on the host, and where users' folders are kept.</summary>
/// <param name="DataRoot">An absolute path; made if missing.</param>
/// <param name="WorkerFolder">See <see cref="SandboxPolicy.WorkerFolder"/>.</param>
/// <param name="AgentProgram">See <see cref="SandboxPolicy.AgentProgram"/>.</param>
internal sealed record WorkerInstallation(string DataRoot, string WorkerFolder, string AgentProgram)
{
    /// <summary>What each sandbox may take.</summary>
    public SandboxQuota Quota { get; init; } = new();

    /// <summary>
    /// A folder that everybody may write, on the way to one of these: who exchanges a program there runs in every
    /// sandbox, and who exchanges the data has all users' files. Null when there is none.
    /// </summary>
    public string? FindOpenFolder() =>
        new[] { DataRoot, WorkerFolder, AgentProgram }.Select(OpenFolder.On).FirstOrDefault(folder => folder is not null);

    /// <summary>The sandbox of one user.</summary>
    /// <param name="folders">The user's.</param>
    /// <param name="command">What runs in it.</param>
    public SandboxPolicy PolicyFor(UserFolderSet folders, params IReadOnlyList<string> command) => new()
    {
        System = HostSystem.Read(),
        IdentityFolder = folders.IdentityFolder,
        Workspace = folders.Workspace,
        Home = folders.Home,
        LinkFolder = folders.LinkFolder,
        DoorFolder = folders.DoorFolder,
        WorkerFolder = WorkerFolder,
        AgentProgram = AgentProgram,
        DotnetFolder = WorkerProgram.DotnetFolderFor(WorkerProgram.Find(WorkerFolder)),
        Command = [.. ResourceLimits.Prefix(Quota), .. command],
    };
}
