using System.Buffers;
using System.Text;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console.Input;

/// <summary>
/// Cuts bytes into lines. LF or CRLF ends a line; the last needs no end. A line that is too long or no UTF-8 becomes an
/// error and costs nothing but itself.
/// </summary>
internal sealed class LineSplitter
{
    /// <summary>Bytes of a line that can hold the longest prompt: four for each character.</summary>
    private const int MaximumBytes = 4 * WireLimits.PromptText;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _isTooLong;
    private int _number;

    /// <summary>Takes bytes as they come. Returns the lines that they complete.</summary>
    internal IEnumerable<InputLine> Feed(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.Span.IndexOf((byte)'\n');
            Append(end < 0 ? bytes.Span : bytes.Span[..end]);
            if (end < 0)
                yield break;
            yield return Finish();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>The last line, if it had no end.</summary>
    internal InputLine? End() => _line.WrittenCount > 0 || _isTooLong ? Finish() : null;

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_line.WrittenCount + bytes.Length > MaximumBytes)
            _isTooLong = true;
        if (_isTooLong)
            _line.ResetWrittenCount();
        else
            _line.Write(bytes);
    }

    private InputLine Finish()
    {
        _number++;
        if (_isTooLong)
        {
            _isTooLong = false;
            return new(_number, "", $"Line {_number} is too long: at most {WireLimits.PromptText} characters.");
        }

        try
        {
            string text = StrictUtf8.GetString(_line.WrittenSpan);
            return new(_number, (_number == 1 ? text.TrimStart('\ufeff') : text).TrimEnd('\r'), null);
        }
        catch (DecoderFallbackException)
        {
            return new(_number, "", $"Line {_number} is not UTF-8 and was not sent.");
        }
        finally
        {
            _line.ResetWrittenCount();
        }
    }
}

/// <summary>A line of the input.</summary>
/// <param name="Number">Beginning with 1.</param>
/// <param name="Text">Without its end; empty with an error.</param>
/// <param name="Error">Why it cannot be used: one line; null if it can.</param>
internal sealed record InputLine(int Number, string Text, string? Error);
