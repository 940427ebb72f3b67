using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Workers;

/// <summary>The worker's program as it was built: native, or managed and in need of the .NET runtime.</summary>
internal static class WorkerProgram
{
    /// <summary>The agent's managed settings, in the worker's folder because it decides what they must say.</summary>
    public const string ManagedSettingsName = "managed-settings.json";

    /// <summary>Where a managed worker finds the .NET runtime.</summary>
    public const string DotnetFolderInside = "/opt/dotnet";

    private static readonly string Name = Path.GetFileName(SandboxLayout.WorkerProgram);

    /// <summary>How the worker in the folder was built.</summary>
    public static WorkerBuild Find(string workerFolder) =>
        !File.Exists(Path.Combine(workerFolder, Name)) ? WorkerBuild.Missing
        : !File.Exists(Path.Combine(workerFolder, Name + ".dll")) ? WorkerBuild.Native
        : RuntimeFeature.IsDynamicCodeSupported ? WorkerBuild.Managed
        : WorkerBuild.ManagedWithoutRuntime;

    /// <summary>The .NET installation that a worker of this build needs, or null. It is the supervisor's own.</summary>
    public static string? DotnetFolderFor(WorkerBuild build) =>
        build is WorkerBuild.Managed
            ? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."))
            : null;
}

/// <summary>How a worker was built.</summary>
internal enum WorkerBuild
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>One native file (NativeAOT).</summary>
    Native,

    /// <summary>Assemblies for the .NET runtime (JIT).</summary>
    Managed,

    /// <summary>The same, but the supervisor is native and has no runtime to lend.</summary>
    ManagedWithoutRuntime,
}
