using System.Globalization;
using System.Text;

namespace Codesmith.Supervisor.Workers;

/// <summary>
/// Reads what a sandbox prints: untrusted text without end. Every line is cut at
/// <see cref="SandboxLimits.OutputLineBytes"/> and cleaned of everything that a terminal or a log would obey; at most
/// <see cref="SandboxLimits.OutputBytesPerWindow"/> are read a window, then the sandbox waits.
/// </summary>
internal sealed class OutputLines(Stream stream, Action<string> onLine, TimeProvider clock)
{
    private readonly byte[] _line = new byte[SandboxLimits.OutputLineBytes];
    private int _length;
    private bool _isCut;

    /// <summary>Reads to the end of the stream; a last line without an end counts.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var budget = SandboxLimits.OutputBytesPerWindow;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            Take(buffer.AsSpan(0, read));
            budget -= read;
            if (budget > 0)
                continue;
            await Task.Delay(SandboxLimits.OutputWindow, clock, cancellationToken);
            budget = SandboxLimits.OutputBytesPerWindow;
        }
        if (_length > 0)
            EndLine();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value == '\n')
                EndLine();
            else if (_length < _line.Length)
                _line[_length++] = value;
            else
                _isCut = true;
        }
    }

    private void EndLine()
    {
        var text = Clean(Encoding.UTF8.GetString(_line, 0, _length).TrimEnd('\r'));
        var whole = _isCut ? text + "…" : text;
        _length = 0;
        _isCut = false;
        onLine(whole);
    }

    // Formatting characters go as well: they can turn the direction of a log line around.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                clean.Append('·');
            else
                clean.Append(rune.ToString());
        }
        return clean.ToString();
    }
}
