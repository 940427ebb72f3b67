using System.Text;
using Codesmith.Worker.Pty;

namespace Codesmith.Tests.Pty;

/// <summary>Keeps everything a terminal's programs wrote, and lets a test wait for a text among it.</summary>
internal sealed class TerminalRecorder : ITerminalOutput
{
    private readonly Lock _gate = new();
    private readonly List<byte> _recorded = [];
    private (string Text, TaskCompletionSource Seen)? _awaited;

    public byte[] Bytes
    {
        get
        {
            lock (_gate)
                return [.. _recorded];
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public void OnOutput(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _recorded.AddRange(bytes);
            ReleaseWaiter();
        }
    }

    /// <summary>One test thread waits at a time.</summary>
    public Task WaitForAsync(string text) => WaitForAsync(text, Timeouts.MustNotHang);

    public Task WaitForAsync(string text, TimeSpan limit)
    {
        lock (_gate)
        {
            _awaited = (text, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Task seen = _awaited.Value.Seen.Task;
            ReleaseWaiter();
            return seen.WaitAsync(limit);
        }
    }

    private void ReleaseWaiter()
    {
        if (_awaited is not var (text, seen) || !Text.Contains(text, StringComparison.Ordinal))
            return;
        _awaited = null;
        seen.SetResult();
    }
}
