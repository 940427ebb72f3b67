using BenchmarkDotNet.Attributes;
using Codesmith.Tests.Recordings;
using Codesmith.Worker.Terminal;

namespace Codesmith.Tests.Benchmarks.Terminal;

/// <summary>Parser and screen over all recorded sessions, as one stream.</summary>
public class ScreenReplay
{
    internal const int Columns = 120;
    internal const int Rows = 40;

    /// <summary>As many bytes at once as a read from a busy terminal may give; the C program uses the same.</summary>
    private const int PieceLength = 65_536;

    private readonly Screen _screen = new(Columns, Rows);

    internal static byte[] Bytes { get; } = [.. RecordedSession.All.SelectMany(session => session.AllOutput)];

    [Benchmark]
    public long Replay()
    {
        for (int start = 0; start < Bytes.Length; start += PieceLength)
            _screen.Feed(Bytes.AsSpan(start, Math.Min(PieceLength, Bytes.Length - start)));
        return _screen.Version;
    }
}
