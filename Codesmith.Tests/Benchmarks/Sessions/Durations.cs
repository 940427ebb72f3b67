namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>How long one thing took, each time it was done.</summary>
internal sealed class Durations
{
    private readonly List<double> _milliseconds = [];

    public double Median => Percentile(50);

    public void Add(TimeSpan duration) => _milliseconds.Add(duration.TotalMilliseconds);

    public override string ToString() =>
        $"p50 {Format(Median)}, p95 {Format(Percentile(95))}, max {Format(Percentile(100))} of {_milliseconds.Count}";

    /// <summary>The smallest, in milliseconds, that so many in a hundred do not exceed.</summary>
    public double Percentile(int percent) =>
        _milliseconds.Order().ElementAt((int)Math.Ceiling(_milliseconds.Count * percent / 100.0) - 1);

    private static string Format(double milliseconds) =>
        milliseconds < 10 ? $"{milliseconds:F1} ms" : $"{milliseconds:F0} ms";
}
