using System.Text;
using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Terminal;

namespace Codesmith.Tests.Agent;

/// <summary>
/// Plays a recorded session through the real readers into <see cref="AgentStep"/>: everything at its recorded time,
/// the waits in between. What was typed then becomes the wish that it was: a prompt, a command, an interrupt.
/// </summary>
internal sealed class RecordedAgent
{
    private const string PasteStart = "\e[200~";
    private const string PasteEnd = "\e[201~";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Recordings");

    private readonly SteppedAgent _agent = new();
    private readonly Dictionary<AgentTimer, double> _due = [];
    private readonly Screen _screen;
    private readonly List<Moment> _moments = [];
    private double? _settles;
    private string? _followed;
    private string? _pasted;
    private RunStatus? _lastStatus;
    private int _prompts;
    private int _replies;

    private RecordedAgent(string name)
    {
        var cast = File.ReadAllLines(Path.Combine(Root, name, "session.cast"));
        using var header = JsonDocument.Parse(cast[0]);
        _screen = new Screen(
            header.RootElement.GetProperty("width").GetInt32(), header.RootElement.GetProperty("height").GetInt32());
        foreach (var line in cast.Skip(1))
        {
            using var record = JsonDocument.Parse(line);
            _moments.Add(new Moment(
                record.RootElement[0].GetDouble(), record.RootElement[1].GetString()!, null,
                Encoding.UTF8.GetBytes(record.RootElement[2].GetString()!)));
        }

        foreach (var line in File.ReadAllLines(Path.Combine(Root, name, "events.jsonl")))
        {
            using var record = JsonDocument.Parse(line);
            var root = record.RootElement;
            _moments.Add(new Moment(
                root.GetProperty("t").GetDouble(), root.GetProperty("src").GetString()!,
                root.TryGetProperty("file", out var file) ? file.GetString() : null,
                Encoding.UTF8.GetBytes(root.GetProperty("data").GetRawText())));
        }
    }

    /// <summary>The recordings that have an events.jsonl.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root)
        .Where(folder => File.Exists(Path.Combine(folder, "events.jsonl")))
        .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static string ExpectedFile(string name) => Path.Combine(Root, name, "expected.events");

    /// <summary>Plays to the end of the recording, where the program ends too. Returns all it did.</summary>
    public static SteppedAgent Play(string name)
    {
        var recorded = new RecordedAgent(name);
        recorded._agent.Launch();
        foreach (var moment in recorded._moments.OrderBy(moment => moment.At))
        {
            recorded.PassUntil(moment.At);
            recorded.Take(moment);
        }

        recorded.PassUntil(double.MaxValue);
        recorded._agent.End();
        return recorded._agent;
    }

    private void Take(Moment moment)
    {
        switch (moment.Source)
        {
            case "o":
                _screen.Feed(moment.Data);
                _settles = moment.At + AgentLimits.ScreenStill.TotalSeconds;
                break;
            case "i" when Wish(Encoding.UTF8.GetString(moment.Data)) is { } wish:
                Step(wish, moment.At);
                break;
            case "hook":
                var hook = HookPayload.Parse(moment.Data) ?? throw new InvalidDataException("A hook was not read.");
                if (hook is HookEvent.SessionStart)
                    hook = hook with { ProcessId = SteppedAgent.ProcessId };
                Step(new AgentSignal.HookFired(hook, hook is HookEvent.PermissionRequest ? ++_replies : 0), moment.At);
                break;
            case "statusline":
                _ = StatusLine.Parse(moment.Data) ?? throw new InvalidDataException("A status line was not read.");
                break;
            case "sessionfile" when RunStatus.Parse(moment.Data) is { } status && status != _lastStatus:
                Step(new AgentSignal.RunStatusRead(_lastStatus = status), moment.At);
                break;
            case "transcript" when moment.File == _followed:
                Step(new AgentSignal.TranscriptRead(TranscriptLine.Parse(moment.Data).Entries), moment.At);
                break;
        }
    }

    private AgentSignal? Wish(string typed)
    {
        if (typed == "\e" && _agent.State.Turn is not null)
            return new AgentSignal.InterruptWanted();
        if (typed.StartsWith(PasteStart, StringComparison.Ordinal))
            _pasted = typed[PasteStart.Length..^PasteEnd.Length];
        if (typed != "\r" || _pasted is not { } text || !_agent.State.IsAtRest || !_agent.State.Questions.IsEmpty)
            return null;
        _pasted = null;
        return text.Split(' ') switch
        {
            ["/clear"] => Command(AgentCommand.Clear),
            ["/compact"] => Command(AgentCommand.Compact),
            ["/model", var model] => Command(AgentCommand.Model, model),
            [['/' or '!', ..], ..] => null,
            _ => new AgentSignal.PromptWanted(new PromptInput($"p{++_prompts}", text)),
        };
    }

    private AgentSignal.CommandWanted Command(AgentCommand command, string? argument = null) =>
        new(new CommandInput($"/{command}", command, argument));

    private void PassUntil(double time)
    {
        while (true)
        {
            var next = _due.Count == 0 ? (Key: default, Value: double.MaxValue) : ToTuple(_due.MinBy(timer => timer.Value));
            if (_settles is { } settled && settled <= next.Value && settled < time)
            {
                _settles = null;
                var snapshot = _screen.Snapshot();
                Step(new AgentSignal.ScreenSettled(ScreenReading.Of(snapshot), snapshot.Text), settled);
            }
            else if (next.Value < time)
            {
                _due.Remove(next.Key);
                Step(new AgentSignal.TimerElapsed(next.Key), next.Value);
            }
            else
            {
                return;
            }
        }
    }

    private static (AgentTimer Key, double Value) ToTuple(KeyValuePair<AgentTimer, double> timer) => (timer.Key, timer.Value);

    private void Step(AgentSignal signal, double now)
    {
        foreach (var effect in _agent.Take(signal))
        {
            if (effect is AgentEffect.SetTimer set)
                _due[set.Timer] = now + set.Due.TotalSeconds;
            else if (effect is AgentEffect.CancelTimer cancel)
                _due.Remove(cancel.Timer);
            else if (effect is AgentEffect.FollowTranscript follow)
                _followed = follow.Path;
            else if (effect is AgentEffect.Terminate)
                throw new InvalidDataException("The agent was given up.");
        }
    }

    /// <param name="At">Seconds since the start.</param>
    /// <param name="Source">"o" and "i" of the terminal, or one of the other sources.</param>
    private sealed record Moment(double At, string Source, string? File, byte[] Data);
}
