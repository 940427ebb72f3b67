using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;

namespace Codesmith.Tests.Agent;

/// <summary>Drives <see cref="AgentStep"/> signal by signal, and keeps everything it wanted done.</summary>
internal sealed class SteppedAgent
{
    public const string Conversation = "11111111-2222-3333-4444-555555555555";
    public const int ProcessId = 12;

    private readonly Dictionary<AgentTimer, TimeSpan> _timers = [];

    public AgentState State { get; private set; } = AgentState.Begin("w");

    public List<AgentEffect> Effects { get; } = [];

    public IEnumerable<WorkerEvent> Events => Effects.OfType<AgentEffect.Emit>().Select(emit => emit.Event);

    public IEnumerable<AgentEffect.ReplyToHook> Replies => Effects.OfType<AgentEffect.ReplyToHook>();

    public IEnumerable<string> Typed => Effects.OfType<AgentEffect.Type>()
        .Select(type => System.Text.Encoding.UTF8.GetString(type.Keys.Span));

    /// <summary>The waits that run, with their lengths.</summary>
    public IReadOnlyDictionary<AgentTimer, TimeSpan> Timers => _timers;

    /// <summary>An agent at its prompt, with what led there forgotten.</summary>
    public static SteppedAgent Ready()
    {
        var agent = new SteppedAgent();
        agent.Launch();
        agent.Hook(new HookEvent.SessionStart(Conversation, "/transcript.jsonl", "startup"));
        agent.Status(RunKind.Idle);
        agent.Effects.Clear();
        return agent;
    }

    /// <summary>An agent that works on the prompt p1, with what led there forgotten.</summary>
    public static SteppedAgent InTurn()
    {
        var agent = Ready();
        agent.Accept("p1");
        agent.Effects.Clear();
        return agent;
    }

    /// <summary>Takes a signal. Returns what it wanted done.</summary>
    public IReadOnlyList<AgentEffect> Take(AgentSignal signal)
    {
        (State, var effects) = AgentStep.Take(State, signal);
        foreach (var effect in effects)
        {
            if (effect is AgentEffect.SetTimer set)
                _timers[set.Timer] = set.Due;
            else if (effect is AgentEffect.CancelTimer cancel)
                _timers.Remove(cancel.Timer);
        }

        Effects.AddRange(effects);
        return effects;
    }

    public void Launch() => Take(
        new AgentSignal.Launched(new AgentLaunch(Conversation, null, AgentCredential.Gateway), ProcessId));

    public void Hook(HookEvent hook, long replyId = 0) => Take(new AgentSignal.HookFired(hook, replyId));

    public void Status(RunKind kind, string? waitingFor = null) =>
        Take(new AgentSignal.RunStatusRead(new RunStatus(kind, waitingFor, "2.1.330")));

    public void Record(params TranscriptEntry[] entries) => Take(new AgentSignal.TranscriptRead(entries));

    public void Prompt(string id, string text = "do it") => Take(new AgentSignal.PromptWanted(new PromptInput(id, text)));

    public void Command(AgentCommand command, string? argument = null) =>
        Take(new AgentSignal.CommandWanted(new CommandInput("c1", command, argument)));

    public void Answer(string questionId, QuestionDecision decision, params string[][] choices) =>
        Take(new AgentSignal.AnswerGiven(new QuestionAnswer(questionId, decision, choices)));

    public void Interrupt() => Take(new AgentSignal.InterruptWanted());

    public void Show(ScreenReading reading, string text = "") => Take(new AgentSignal.ScreenSettled(reading, text));

    public void End(int? signal = null, int code = 0) => Take(new AgentSignal.ProcessEnded(signal, code, "last screen"));

    /// <summary>Lets a wait elapse; it must run.</summary>
    public void Elapse(AgentTimer timer)
    {
        if (!_timers.Remove(timer))
            throw new InvalidOperationException($"{timer} does not run.");
        Take(new AgentSignal.TimerElapsed(timer));
    }

    /// <summary>A prompt from its wish to its acceptance.</summary>
    public void Accept(string id, string text = "do it")
    {
        Prompt(id, text);
        Hook(new HookEvent.UserPromptSubmit(text));
        Status(RunKind.Busy);
    }

    /// <summary>The end of a turn in the order that is usual: hook, status, record.</summary>
    public void Finish(params TranscriptEntry[] entries)
    {
        Hook(new HookEvent.Stop(null));
        Status(RunKind.Idle);
        Record([.. entries, new TranscriptEntry.TurnDuration()]);
    }

    public void Write(string text, string id = "m1", int index = 0, bool final = true) =>
        Hook(new HookEvent.MessageDisplay(id, index, final, text));

    /// <summary>All events so far, a line each; see <see cref="EventText"/>.</summary>
    public IReadOnlyList<string> Lines()
    {
        var text = new EventText();
        return [.. Events.Select(text.Line)];
    }
}
