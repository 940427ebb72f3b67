using Codesmith.Supervisor.Requirements;
using NUnit.Framework;

namespace Codesmith.Tests.Deploy;

/// <summary>
/// What deploy/test.sh has built and installed: where it says so, else where it leaves it in the checkout, so that
/// tests also run from an editor.
/// </summary>
internal static class Checkout
{
    /// <summary>The folder of the worker's program. Without one, the test that asks fails.</summary>
    public static string WorkerFolder => Existing(
        Environment.GetEnvironmentVariable("CODESMITH_WORKER_FOLDER") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Root, "artifacts", $"worker-{Build}"));

    /// <summary>The agent's program. Without one, the test that asks fails.</summary>
    public static string AgentProgram => Existing(
        Environment.GetEnvironmentVariable("CODESMITH_CLAUDE") is { Length: > 0 } program
            ? program
            : Path.Combine(Root, "artifacts", "claude", PinnedAgent.Version, "claude"));

    /// <summary>The supervisor's program. Without one, the test that asks fails.</summary>
    public static string SupervisorProgram =>
        Existing(Path.Combine(Root, "artifacts", $"supervisor-{Build}", "codesmith"));

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The way in which the scripts build programs.</summary>
    private static string Build => Environment.GetEnvironmentVariable("CODESMITH_BUILD") is { Length: > 0 } build ? build : "aot";

    private static string Existing(string path)
    {
        Assert.That(Path.Exists(path), $"{path} is missing: run deploy/test.sh once.");
        return path;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Codesmith.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of a checkout.");
        return folder.FullName;
    }
}
