using System.Globalization;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>
/// Reads from an answer of the Messages API, while it passes, what it used: from the events <c>message_start</c> and
/// <c>message_delta</c> of a stream, or from a whole message. Takes the bytes in any pieces and keeps none of them.
/// </summary>
internal sealed class UsageReader
{
    /// <summary>Digits of a count that is believed: more would be no tokens.</summary>
    private const int MostDigits = 12;

    private static readonly byte[] DataField = "data:"u8.ToArray();

    private readonly bool _isStream;
    private readonly JsonScalars _json;
    private string _model = "";
    private TokenUsage _usage;
    private int _matched; // bytes of "data:" at the beginning of the line; less than 0 for a line of another field

    /// <param name="isStream">Whether the answer is server-sent events.</param>
    public UsageReader(bool isStream)
    {
        _isStream = isStream;
        _json = new JsonScalars(Take);
    }

    /// <summary>Bytes of text that came in the deltas of a stream.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>What was announced so far.</summary>
    public MeteredReply Reply => new(_model, _usage);

    /// <summary>The next bytes.</summary>
    public void Read(ReadOnlySpan<byte> piece)
    {
        if (!_isStream)
        {
            _json.Read(piece);
            return;
        }

        while (!piece.IsEmpty)
        {
            int end = piece.IndexOf((byte)'\n');
            ReadLine(end < 0 ? piece : piece[..end]);
            if (end < 0)
                return;
            _matched = 0;
            _json.Reset();
            piece = piece[(end + 1)..];
        }
    }

    private void ReadLine(ReadOnlySpan<byte> piece)
    {
        while (_matched >= 0 && _matched < DataField.Length && !piece.IsEmpty)
        {
            _matched = piece[0] == DataField[_matched] ? _matched + 1 : -1;
            piece = piece[1..];
        }

        if (_matched == DataField.Length)
            _json.Read(piece);
    }

    private void Take(string path, string? value, long bytes)
    {
        if (path is "delta.text" or "delta.thinking" or "delta.partial_json")
            WrittenBytes += bytes;
        if (value is null)
            return;
        if (path is "model" or "message.model")
            _model = value;
        const string whole = "usage.";
        const string begun = "message.usage.";
        string? name = path.StartsWith(whole, StringComparison.Ordinal) ? path[whole.Length..]
            : path.StartsWith(begun, StringComparison.Ordinal) ? path[begun.Length..]
            : null;
        if (name == "speed")
            _usage = _usage with { IsFast = value == "fast" };
        // The counts of a later event are the sums so far; a zero there is one that it does not tell.
        else if (name is not null && value.Length <= MostDigits
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count > 0)
            _usage = Counted(name, count);
    }

    private TokenUsage Counted(string name, long count) => name switch
    {
        "input_tokens" => _usage with { Input = count },
        "output_tokens" => _usage with { Output = count },
        "cache_read_input_tokens" => _usage with { CacheRead = count },
        "cache_creation_input_tokens" => _usage with { CacheCreation = count },
        "cache_creation.ephemeral_1h_input_tokens" => _usage with { HourCacheCreation = count },
        "server_tool_use.web_search_requests" => _usage with { WebSearches = count },
        _ => _usage,
    };
}
