using System.Globalization;
using System.Text.RegularExpressions;
using Codesmith.Protocol;
using Codesmith.Tests.Benchmarks.Sessions;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord;

namespace Codesmith.Tests.Benchmarks.Discord;

/// <summary>One session of the soak: an agent that writes numbered lines, and somebody who reads them.</summary>
internal sealed partial class SoakSession(DiscordDouble discord, ulong user, ulong channel)
{
    /// <summary>Lines of one text: after so many the agent begins another.</summary>
    private const int BlockLines = 60;

    private readonly List<long> _written = [];
    private readonly List<string> _block = [];
    private FakeWorker? _worker;
    private int _blocks;
    private int _seen;

    public ulong User => user;

    public ulong Channel => channel;

    /// <summary>Whether the agent has its prompt, and the channel shows that, and the panel.</summary>
    public bool IsBegun => Volatile.Read(ref _worker) is not null
        && discord.Messages(channel) is [{ Reactions.Count: 2 }, { PinnedAt: not null }];

    public int Written => _written.Count;

    public void Begin(FakeWorker worker, PromptInput prompt)
    {
        worker.Emit(new PromptAccepted(prompt.PromptId));
        Volatile.Write(ref _worker, worker);
    }

    /// <summary>The agent writes one line more.</summary>
    public void Write()
    {
        string line = string.Create(
            CultureInfo.InvariantCulture, $"§{_written.Count:D5} is a line of an answer that is long enough to be one.\n");
        _written.Add(TimeProvider.System.GetTimestamp());
        _block.Add(line);
        _worker!.Emit(new TextStreamed(BlockId, line));
        if (_block.Count == BlockLines)
            EndBlock();
    }

    public void End()
    {
        EndBlock();
        _worker!.Emit(new TurnEnded(TurnOutcome.Completed));
    }

    /// <summary>Looks into the channel: how old what is new there has become on its way.</summary>
    public void Read(Durations staleness)
    {
        var newest = discord.Messages(channel)
            .LastOrDefault(message => message.Content.Contains('§', StringComparison.Ordinal));
        if (newest is null)
            return;
        for (int last = Numbers(newest.Content)[^1]; _seen <= last; _seen++)
            staleness.Add(TimeProvider.System.GetElapsedTime(_written[_seen]));
    }

    /// <summary>Whether the channel has each line once, in order, and nothing else of the agent's.</summary>
    public bool IsWhole() => discord.Messages(channel).SelectMany(message => Numbers(message.Content))
        .SequenceEqual(Enumerable.Range(0, _written.Count));

    private string BlockId => $"block-{_blocks}";

    private void EndBlock()
    {
        _worker!.Emit(new TextCompleted(BlockId, string.Concat(_block)));
        _block.Clear();
        _blocks++;
    }

    private static List<int> Numbers(string text) =>
        [.. LineNumber().Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"§(\d{5})")]
    private static partial Regex LineNumber();
}
