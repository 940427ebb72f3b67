namespace Codesmith.Tests.Benchmarks;

/// <summary>One line of the table that BenchmarkProgram prints; all texts carry their units.</summary>
internal sealed record BenchmarkRow(string Name, string Measured, string Goal, bool IsReached)
{
    /// <summary>For what could not be measured here: why, in place of a figure. It does not count as reached.</summary>
    public static BenchmarkRow NotMeasured(string name, string goal, string reason) => new(name, reason, goal, false);
}
