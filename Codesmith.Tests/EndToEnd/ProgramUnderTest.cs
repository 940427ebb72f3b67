using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Codesmith.Tests.Deploy;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>The whole of Codesmith as a process, with pipes for a terminal and a data folder of its own.</summary>
internal sealed partial class ProgramUnderTest : IAsyncDisposable
{
    private readonly Process _process;
    private readonly bool _ownsData;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private readonly Task _reading;

    private ProgramUnderTest(Process process, string dataRoot, bool ownsData)
    {
        (_process, DataRoot, _ownsData) = (process, dataRoot, ownsData);
        _reading = ReadAsync();
        Errors = process.StandardError.ReadToEndAsync();
    }

    public string DataRoot { get; }

    public int Id => _process.Id;

    /// <summary>All of standard error, at its end.</summary>
    public Task<string> Errors { get; }

    /// <summary>What was read of the output, from the first input on, with a mask for what differs from run to run.</summary>
    public string Output => Mask(string.Join('\n', _seen.SkipWhile(line => !line.StartsWith("you>", StringComparison.Ordinal))));

    public static ProgramUnderTest Start(params IEnumerable<(string Name, string Value)> environment) =>
        Start(Directory.CreateTempSubdirectory("codesmith-").FullName, ownsData: true, [], environment);

    /// <summary>With all that it can log.</summary>
    public static ProgramUnderTest StartVerbose(params IEnumerable<(string Name, string Value)> environment) =>
        Start(Directory.CreateTempSubdirectory("codesmith-").FullName, ownsData: true, ["--verbose"], environment);

    /// <summary>On a data folder that is there after it, for the next one.</summary>
    public static ProgramUnderTest StartOn(string dataRoot, params IEnumerable<(string Name, string Value)> environment) =>
        Start(dataRoot, ownsData: false, [], environment);

    private static ProgramUnderTest Start(
        string dataRoot, bool ownsData, string[] arguments, IEnumerable<(string Name, string Value)> environment)
    {
        // A shell's background job is born with the interrupt ignored, and with it all that it starts.
        var start = new ProcessStartInfo(
            "/usr/bin/env", ["--default-signal=INT", Checkout.SupervisorProgram, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in EnvironmentFor(dataRoot).Concat(environment))
            start.Environment[name] = value;
        return new ProgramUnderTest(Process.Start(start)!, dataRoot, ownsData);
    }

    /// <summary>All that the program needs to know of where things are.</summary>
    public static IEnumerable<(string Name, string Value)> EnvironmentFor(string dataRoot) =>
    [
        ("PATH", Environment.GetEnvironmentVariable("PATH")!),
        ("DOTNET_ROOT", Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "../../../.."))),
        ("CODESMITH_DATA", dataRoot),
        ("CODESMITH_WORKER_FOLDER", Checkout.WorkerFolder),
        ("CODESMITH_CLAUDE", Checkout.AgentProgram),
    ];

    public async Task SayAsync(params IEnumerable<string> input)
    {
        foreach (var line in input)
            await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Reads on until a line begins so.</summary>
    public async Task WaitForAsync(string beginning)
    {
        using var timeout = new CancellationTokenSource(Timeouts.EndToEnd);
        try
        {
            string line;
            do
                _seen.Add(line = await _lines.Reader.ReadAsync(timeout.Token));
            while (!line.StartsWith(beginning, StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            throw new AssertionException($"No line began with '{beginning}':\n{string.Join('\n', _seen)}");
        }
    }

    /// <summary>Ends the input and returns the exit code, once the program has come to its end.</summary>
    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Timeouts.EndToEnd);
        await _reading;
        while (_lines.Reader.TryRead(out var line))
            _seen.Add(line);
        return _process.ExitCode;
    }

    /// <summary>Whether it has exited, or does within a moment.</summary>
    public async Task<bool> HasExitedAsync()
    {
        var exit = _process.WaitForExitAsync();
        return await Task.WhenAny(exit, Task.Delay(Timeouts.NothingHappens, TimeProvider.System)) == exit;
    }

    /// <param name="name">Such as TERM.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var sandboxes = SandboxProcesses.Of(DataRoot);
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        // One that was starting then may have become visible only now.
        await SandboxProcesses.ExpectEndAsync(sandboxes.Concat(SandboxProcesses.Of(DataRoot)));
        _process.Dispose();
        if (_ownsData)
            Directory.Delete(DataRoot, recursive: true);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            await _lines.Writer.WriteAsync(line);
        _lines.Writer.Complete();
    }

    private static string Mask(string output) => Figures().Replace(Durations().Replace(output, "($1)"), "$1 #");

    [GeneratedRegex(@"\((ok|failed), [\d.]+s\)")]
    private static partial Regex Durations();

    [GeneratedRegex(@"\b(model|in|out|cost|context|up) (?:Opus [\d.]+|[\d,]+ tokens|\$[\d.]+|\d+% of [\d,]+|\d+m \d+s)")]
    private static partial Regex Figures();
}
