namespace Codesmith.Protocol;

/// <summary>
/// Where things are inside a sandbox. The supervisor binds them there, the worker finds them there. The ports are
/// fixed because every sandbox has a network of its own with nothing but loopback in it.
/// </summary>
public static class SandboxLayout
{
    /// <summary>The user's files: the agent's working directory. Writable.</summary>
    public const string Workspace = "/workspace";

    /// <summary>Where files that come with a prompt are put, each in a folder that the supervisor names.</summary>
    public const string Attachments = Workspace + "/attachments";

    /// <summary>The user's home: settings, transcripts, credentials of this user alone. Writable.</summary>
    public const string Home = "/home/user";

    /// <summary>The folder of the worker's program. Read-only.</summary>
    public const string WorkerFolder = "/opt/codesmith";

    /// <summary>The worker's program.</summary>
    public const string WorkerProgram = WorkerFolder + "/codesmith-worker";

    /// <summary>The agent's program. Read-only.</summary>
    public const string AgentProgram = "/opt/claude/claude";

    /// <summary>The agent's managed settings: it cannot write or override them. Read-only.</summary>
    public const string ManagedSettings = "/etc/claude-code/managed-settings.json";

    /// <summary>The folder in which the worker listens for its supervisor. Writable.</summary>
    public const string LinkFolder = "/run/codesmith/link";

    /// <summary>The name of the worker's socket in <see cref="LinkFolder"/>.</summary>
    public const string LinkSocketName = "worker.sock";

    /// <summary>The folder with the supervisor's sockets, which lead out. Read-only.</summary>
    public const string DoorFolder = "/run/codesmith/doors";

    /// <summary>The name of the model gateway's socket in <see cref="DoorFolder"/>.</summary>
    public const string ModelSocketName = "model.sock";

    /// <summary>The name of the egress proxy's socket there. Missing where sandboxes have no network.</summary>
    public const string EgressSocketName = "egress.sock";

    /// <summary>The loopback port on which the worker relays to the model gateway.</summary>
    public const int ModelPort = 8701;

    /// <summary>The loopback port on which the worker takes hooks and status lines.</summary>
    public const int HookPort = 8702;

    /// <summary>The loopback port on which the worker relays to the egress proxy.</summary>
    public const int EgressPort = 8703;

    /// <summary>What programs are told of it.</summary>
    public const string EgressAddress = "http://127.0.0.1:8703";

    /// <summary>The line the worker writes to standard output once it listens.</summary>
    public const string ReadyLine = "codesmith-worker ready";
}
