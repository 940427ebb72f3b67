using Codesmith.Supervisor.Workers;

namespace Codesmith.Tests.EndToEnd;

/// <summary>The worker and the CLI under test: where deploy/test.sh put them.</summary>
internal static class Installation
{
    /// <param name="dataRoot">Where users' folders go.</param>
    public static WorkerInstallation In(string dataRoot) => new(
        dataRoot, Folder("CODESMITH_WORKER_FOLDER", "artifacts/worker"), Folder("CODESMITH_CLAUDE", "artifacts/claude/claude"));

    private static string Folder(string variable, string inCheckout)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
            return named;
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Codesmith.sln")))
                return Path.Combine(folder, inCheckout);
        }

        throw new InvalidOperationException($"{variable} is not set, and there is no checkout to look in.");
    }
}
