using System.Diagnostics;
using Codesmith.Protocol;

namespace Codesmith.Worker.Claude;

/// <summary>
/// Claude Code's own commands about accounts, which are spoken to line by line: its standard streams are those of the
/// worker.
/// </summary>
internal static class AccountProgram
{
    /// <param name="command">login, logout or status.</param>
    /// <param name="environment">The worker's own.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(string command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(SandboxLayout.AgentProgram, ["auth", command])
        {
            WorkingDirectory = SandboxLayout.Workspace,
        };
        start.Environment.Clear();
        foreach (var (name, value) in ClaudeCommand.AccountEnvironment(environment))
            start.Environment[name] = value;
        using var claude = Process.Start(start)!;
        await claude.WaitForExitAsync().ConfigureAwait(false);
        return claude.ExitCode;
    }
}
