namespace Codesmith.Supervisor.Workers;

/// <summary>Turns bubblewrap's last words into what the operator can do about them. Pure.</summary>
internal static class SandboxFailure
{
    private const string UserNamespacesFix =
        "The kernel or an AppArmor profile does not let this user make user namespaces: /cc requirements says which.";

    // Marks are parts of bubblewrap's own messages, which it does not translate.
    private static readonly (string Mark, string Advice)[] Known =
    [
        ("No permissions to create", UserNamespacesFix),
        ("Creating new namespace failed", UserNamespacesFix),
        ("setting up uid map", UserNamespacesFix),
        ("Failed RTM_NEWADDR", UserNamespacesFix),
        ("Failed to make / slave", UserNamespacesFix),
        ("Unknown option", "This bubblewrap is too old: version 0.8.0 or newer is needed."),
        ("Can't find source path", "A file or folder that the sandbox shows is missing: run deploy/run.sh again."),
        ("execvp", "The program to run is missing or cannot be run here: run deploy/run.sh again."),
    ];

    /// <summary>One line: how it ended, why if it said so, and what to do if that is known.</summary>
    /// <param name="exitCode">Bubblewrap's, which is the program's if it came that far.</param>
    /// <param name="errorLines">The last lines of standard error, cleaned.</param>
    public static string Explain(int exitCode, IReadOnlyCollection<string> errorLines)
    {
        var said = string.Join(" / ", errorLines);
        return string.Join(" ", new[]
        {
            $"The sandbox ended with exit code {exitCode} before the worker was ready.",
            said.Length > 0 ? $"It said: {said}." : null,
            AdviceFor(said),
        }.OfType<string>());
    }

    /// <summary>What to do about a failure of which bubblewrap said this, or null if it is not a known one.</summary>
    public static string? AdviceFor(string said) =>
        Known.FirstOrDefault(known => said.Contains(known.Mark, StringComparison.Ordinal)).Advice;
}
