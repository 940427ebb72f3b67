using System.Text;
using Codesmith.Worker.Pty;

namespace Codesmith.Tests.Pty;

/// <summary>Keeps everything a terminal's programs wrote, and lets a test wait for a text among it.</summary>
internal sealed class TerminalRecorder : ITerminalOutput
{
    private readonly Lock gate = new();
    private readonly List<byte> recorded = [];
    private (string Text, TaskCompletionSource Seen)? awaited;

    public byte[] Bytes
    {
        get
        {
            lock (gate)
                return [.. recorded];
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public void OnOutput(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            recorded.AddRange(bytes);
            ReleaseWaiter();
        }
    }

    /// <summary>One test thread waits at a time.</summary>
    public Task WaitForAsync(string text)
    {
        lock (gate)
        {
            awaited = (text, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Task seen = awaited.Value.Seen.Task;
            ReleaseWaiter();
            return seen.WaitAsync(Timeouts.MustNotHang);
        }
    }

    private void ReleaseWaiter()
    {
        if (awaited is not var (text, seen) || !Text.Contains(text, StringComparison.Ordinal))
            return;
        awaited = null;
        seen.SetResult();
    }
}
