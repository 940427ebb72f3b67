using Codesmith.Protocol;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// The few files of /etc that programs need to know who and where they are. Ours, because the host's name its
/// accounts, machines and services.
/// </summary>
internal static class IdentityFiles
{
    private static readonly (string Name, string Content)[] Files =
    [
        ("passwd", $"""
            root:x:0:0:root:/:/usr/sbin/nologin
            {SandboxIdentity.Name}:x:{SandboxIdentity.Id}:{SandboxIdentity.Id}::{SandboxLayout.Home}:/bin/bash
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin

            """),
        ("group", $"""
            root:x:0:
            {SandboxIdentity.Name}:x:{SandboxIdentity.Id}:
            nogroup:x:65534:

            """),
        ("hosts", $"""
            127.0.0.1 localhost {SandboxIdentity.HostName}
            ::1 localhost

            """),
        ("nsswitch.conf", """
            passwd: files
            group: files
            hosts: files

            """),
    ];

    public static IEnumerable<string> Names => Files.Select(file => file.Name);

    /// <summary>Writes the files into the folder. Running sandboxes that show older ones are not disturbed.</summary>
    public static void Write(string folder)
    {
        foreach (var (name, content) in Files)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path) && File.ReadAllText(path) == content)
                continue;
            // Renamed into place, so that a second supervisor's sandbox never shows half a file.
            var fresh = $"{path}.{Environment.ProcessId}";
            File.WriteAllText(fresh, content);
            File.Move(fresh, path, overwrite: true);
        }
    }
}
