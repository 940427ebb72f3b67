using Tmds.Linux;
using static Codesmith.Worker.Pty.SpawnNative;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Pty;

/// <summary>Starts a program as the leader of a new session on a terminal.</summary>
/// <remarks>
/// By posix_spawn, because no managed code may run between fork and exec. glibc makes the session before it performs
/// the file actions, and a session leader that opens a terminal gets it as its controlling terminal; hence the slave is
/// opened by its path, in the child, not inherited.
/// </remarks>
internal static unsafe class ProcessSpawn
{
    /// <exception cref="TerminalStartException">The system did not start the program.</exception>
    /// <exception cref="ArgumentException">The command can be passed to no program.</exception>
    public static ChildProcess Start(TerminalCommand command, string terminalPath)
    {
        if (!Path.IsPathRooted(command.FileName) || !Path.IsPathRooted(command.WorkingDirectory))
            throw new ArgumentException("Program and working directory must be absolute paths.", nameof(command));
        using NativeStrings arguments = new([command.FileName, .. command.Arguments]);
        using NativeStrings environment = new([.. command.Environment.Select(Assignment)]);
        using NativeStrings paths = new([terminalPath, command.WorkingDirectory]);

        FileActions actions;
        Check(posix_spawn_file_actions_init(&actions), nameof(posix_spawn_file_actions_init));
        try
        {
            Describe(&actions, paths.Pointer[0], paths.Pointer[1]);
            Attributes attributes;
            Check(posix_spawnattr_init(&attributes), nameof(posix_spawnattr_init));
            try
            {
                Describe(&attributes);
                int id;
                byte* file = arguments.Pointer[0];
                Check(
                    posix_spawn(&id, file, &actions, &attributes, arguments.Pointer, environment.Pointer),
                    Directory.Exists(command.WorkingDirectory) ? command.FileName : command.WorkingDirectory);
                return new ChildProcess(id);
            }
            finally
            {
                posix_spawnattr_destroy(&attributes);
            }
        }
        finally
        {
            posix_spawn_file_actions_destroy(&actions);
        }
    }

    private static void Describe(FileActions* actions, byte* terminal, byte* workingDirectory)
    {
        // Without O_NOCTTY: this open is what makes it the controlling terminal.
        Check(posix_spawn_file_actions_addopen(actions, 0, terminal, O_RDWR, 0), "standard input");
        Check(posix_spawn_file_actions_adddup2(actions, 0, 1), "standard output");
        Check(posix_spawn_file_actions_adddup2(actions, 0, 2), "standard error");
        Check(posix_spawn_file_actions_addchdir_np(actions, workingDirectory), "working directory");
        Check(posix_spawn_file_actions_addclosefrom_np(actions, 3), "other descriptors");
    }

    private static void Describe(Attributes* attributes)
    {
        // Ignored signals and the mask survive an exec, and the runtime ignores SIGPIPE.
        sigset_t none = default, all;
        // sigfillset would leave out the two signals glibc keeps for itself, and its spawn would leave those ignored.
        new Span<byte>(&all, sizeof(sigset_t)).Fill(0xff);
        Check(posix_spawnattr_setsigmask(attributes, &none), "signal mask");
        Check(posix_spawnattr_setsigdefault(attributes, &all), "signal defaults");
        Check(posix_spawnattr_setflags(attributes, SetSession | SetSignalMask | SetSignalDefaults), "spawn flags");
    }

    private static string Assignment(KeyValuePair<string, string> variable)
    {
        return variable.Key.Length > 0 && !variable.Key.Contains('=')
            ? $"{variable.Key}={variable.Value}"
            : throw new ArgumentException($"'{variable.Key}' is no name of an environment variable.");
    }

    private static void Check(int error, string subject)
    {
        if (error != 0)
            throw new TerminalStartException(error, subject);
    }
}
