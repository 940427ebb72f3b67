using Codesmith.Protocol;

namespace Codesmith.Supervisor.Workers;

/// <summary>A user's folders, locked for one sandbox until disposed.</summary>
/// <param name="key">The name of the user's folders, good for logs.</param>
/// <param name="running">The lock. The kernel lets go of it however the supervisor ends.</param>
internal sealed class UserFolderSet(string key, FileStream running) : IAsyncDisposable
{
    /// <summary>In the name of a folder of an earlier run that could not be removed by ordinary means.</summary>
    public const string AsideMark = ".aside.";

    public string Key => key;

    public required string Workspace { get; init; }

    public required string Home { get; init; }

    /// <summary>What lives as long as the sandbox, and what was set aside of earlier runs.</summary>
    public required string RunFolder { get; init; }

    public required string LinkFolder { get; init; }

    public required string DoorFolder { get; init; }

    public required string IdentityFolder { get; init; }

    /// <summary>Where the worker listens. Made by the sandbox: it may be anything, a link too.</summary>
    public string LinkSocket => Path.Combine(LinkFolder, SandboxLayout.LinkSocketName);

    /// <summary>Where the model gateway listens for this user.</summary>
    public string ModelSocket => Path.Combine(DoorFolder, SandboxLayout.ModelSocketName);

    /// <summary>Where the egress proxy listens for this user.</summary>
    public string EgressSocket => Path.Combine(DoorFolder, SandboxLayout.EgressSocketName);

    /// <summary>The names in <see cref="RunFolder"/> of what was set aside.</summary>
    public IReadOnlyList<string> SetAside() =>
        [.. Directory.EnumerateDirectories(RunFolder, $"*{AsideMark}*").Select(path => Path.GetFileName(path))];

    public ValueTask DisposeAsync() => running.DisposeAsync();
}
