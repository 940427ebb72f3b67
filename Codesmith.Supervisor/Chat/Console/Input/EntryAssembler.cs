using System.Text;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console.Input;

/// <summary>
/// Makes entries of lines: a line is an entry, and so is everything between two fences (lines with nothing but
/// <c>"""</c>). Empty lines outside of a block are left out.
/// </summary>
internal sealed class EntryAssembler
{
    internal const string Fence = "\"\"\"";

    private readonly StringBuilder _block = new();
    private int _blockBegan;
    private string? _blockError;

    /// <summary>Whether a block is open.</summary>
    internal bool IsInBlock => _blockBegan > 0;

    /// <summary>Takes a line; returns the entry it completes, or null.</summary>
    internal ConsoleEntry? Add(InputLine line)
    {
        if (line.Error is null && line.Text.Trim() == Fence)
            return IsInBlock ? CloseBlock() : OpenBlock(line.Number);
        if (IsInBlock)
        {
            _blockError ??= line.Error ?? (_block.Length + line.Text.Length > WireLimits.PromptText
                ? $"The block that began in line {_blockBegan} is too long: at most {WireLimits.PromptText} characters."
                : null);
            if (_blockError is null)
                _block.Append(line.Text).Append('\n');
            return null;
        }

        if (line.Error is not null)
            return new ConsoleEntry.Unusable(line.Error);
        return string.IsNullOrWhiteSpace(line.Text) ? null : new ConsoleEntry.Words(line.Text, IsBlock: false);
    }

    /// <summary>The input ended; an open block is an error, because its end may be missing.</summary>
    internal ConsoleEntry? End() => IsInBlock
        ? new ConsoleEntry.Unusable($"The block that began in line {_blockBegan} has no end ({Fence}) and was not sent.")
        : null;

    private ConsoleEntry? OpenBlock(int number)
    {
        _blockBegan = number;
        return null;
    }

    private ConsoleEntry? CloseBlock()
    {
        string text = _block.ToString().TrimEnd('\n');
        string? error = _blockError;
        _block.Clear();
        _blockBegan = 0;
        _blockError = null;
        if (error is not null)
            return new ConsoleEntry.Unusable(error);
        return string.IsNullOrWhiteSpace(text) ? null : new ConsoleEntry.Words(text, IsBlock: true);
    }
}
