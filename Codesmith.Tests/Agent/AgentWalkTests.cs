using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>Whatever happens in whatever order, some things hold.</summary>
internal sealed class AgentWalkTests
{
    private const int Steps = 400;
    private static readonly JsonElement Input = JsonElement.Parse("""{"command":"ls","questions":[{"question":"Q?"}]}""");
    private static readonly string[] Tools = ["Bash", "AskUserQuestion", "ExitPlanMode", "Write"];
    private static readonly string[] Texts = ["one", "one two", "two\n", " "];

    [Test]
    public void Walk_KeepsItsPromises([Range(1, 60)] int seed)
    {
        var random = new Random(seed);
        var agent = new SteppedAgent();
        var wanted = new List<string>();
        var commands = new List<string>();
        long replyId = 0;
        agent.Launch();
        for (var step = 0; step < Steps; step++)
        {
            var before = agent.State;
            var signal = Signal(random, agent, step, ref replyId);
            var effects = agent.Take(signal);
            var refused = effects.OfType<AgentEffect.Refuse>().Any();
            if (signal is AgentSignal.PromptWanted prompt && !refused)
                wanted.Add(prompt.Prompt.PromptId);
            if (signal is AgentSignal.CommandWanted command && !refused)
                commands.Add(command.Command.CommandId);
            if (refused)
                Assert.That(agent.State, Is.EqualTo(before), $"{step} {signal}: a refusal changes nothing");
            CheckTyping(before, agent.State, signal, effects);
        }

        string? cutOff = agent.State.Prompt?.Input.PromptId;
        agent.End();
        Assert.Multiple(() =>
        {
            Assert.That(
                agent.Replies.Select(reply => reply.ReplyId).Order(), Is.EqualTo(LongRange(replyId)), "each hook is answered once");
            Assert.That(
                agent.Events.Select(PromptEnd).Append(cutOff).OfType<string>().Order(), Is.EqualTo(wanted.Order()),
                "each prompt is taken, fails, or is cut off, once");
            Assert.That(
                agent.Events.OfType<CommandCompleted>().Select(completed => completed.CommandId).Order(), Is.EqualTo(commands.Order()));
            CheckPairs(agent);
        });
    }

    /// <summary>Into an open question goes nothing but what answers it, leaves it, or was pressed by the user.</summary>
    private static void CheckTyping(
        AgentState before, AgentState after, AgentSignal signal, IReadOnlyList<AgentEffect> effects)
    {
        if (before.Questions.IsEmpty || after.Questions.Count < before.Questions.Count
            || signal is AgentSignal.AnswerGiven or AgentSignal.InterruptWanted or AgentSignal.KeyWanted
                or AgentSignal.TimerElapsed { Timer: AgentTimer.InterruptConfirm })
            return;
        // The dialog of a command is the command's own.
        if (signal is not AgentSignal.ScreenSettled)
            Assert.That(effects.OfType<AgentEffect.Type>(), Is.Empty, $"{signal}");
    }

    private static void CheckPairs(SteppedAgent agent)
    {
        var inTurn = false;
        var tools = new Dictionary<string, bool>();
        var open = new HashSet<string>();
        var closed = new HashSet<string>();
        AgentActivity? activity = null;
        foreach (var happened in agent.Events)
        {
            switch (happened)
            {
                case PromptAccepted:
                    inTurn = true;
                    break;
                case TurnEnded:
                    Assert.That(inTurn, "a turn ends that began");
                    Assert.That(tools.Values, Has.None.True, "no tool outlives its turn");
                    tools.Clear();
                    inTurn = false;
                    break;
                case ToolStarted tool:
                    Assert.That(inTurn && tools.TryAdd(tool.ToolId, true), "a tool starts once, in a turn");
                    break;
                case ToolEnded tool:
                    Assert.That(tools.GetValueOrDefault(tool.ToolId), "a tool ends that runs");
                    tools[tool.ToolId] = false;
                    break;
                case QuestionAsked asked:
                    Assert.That(closed, Does.Not.Contain(asked.QuestionId), "ids are not used again");
                    open.Add(asked.QuestionId);
                    break;
                case QuestionClosed question:
                    Assert.That(open.Remove(question.QuestionId), "a question closes once");
                    closed.Add(question.QuestionId);
                    break;
                case ActivityChanged changed:
                    Assert.That(changed.Activity, Is.Not.EqualTo(activity));
                    activity = changed.Activity;
                    break;
            }
        }

        Assert.That(open, Is.Empty, "no question outlives the agent");
    }

    private static string? PromptEnd(WorkerEvent happened) => happened switch
    {
        PromptAccepted { PromptId: { } id } => id,
        PromptFailed failed => failed.PromptId,
        _ => null,
    };

    private static IEnumerable<long> LongRange(long last) => Enumerable.Range(1, (int)last).Select(id => (long)id);

    private static AgentSignal Signal(Random random, SteppedAgent agent, int step, ref long replyId) => random.Next(30) switch
    {
        0 or 1 => new AgentSignal.PromptWanted(new PromptInput($"p{step}", "do it")),
        2 => new AgentSignal.CommandWanted(new CommandInput($"c{step}", (AgentCommand)random.Next(3), "haiku")),
        3 or 4 when agent.State.Questions.Count > 0 => new AgentSignal.AnswerGiven(new QuestionAnswer(
            agent.State.Questions[random.Next(agent.State.Questions.Count)].Asked.QuestionId, (QuestionDecision)random.Next(3),
            random.Next(2) == 0 ? [] : [["one"]])),
        5 => new AgentSignal.InterruptWanted(),
        6 => new AgentSignal.KeyWanted((AgentKey)random.Next(10)),
        7 or 8 => Hook(new HookEvent.UserPromptSubmit(random.Next(2) == 0 ? "do it" : "other")),
        9 or 10 => Hook(new HookEvent.MessageDisplay($"m{random.Next(4)}", random.Next(3), random.Next(2) == 0, Texts[random.Next(Texts.Length)])),
        11 or 12 => Hook(new HookEvent.PreToolUse($"t{step % 7}-{step / 60}", Tools[random.Next(4)], Input, random.Next(4) == 0 ? "agent" : null)),
        13 => Hook(new HookEvent.PostToolUse($"t{step % 7}-{step / 60}", Tools[random.Next(4)], null)),
        14 => Hook(new HookEvent.PostToolUseFailure($"t{step % 7}-{step / 60}", Tools[random.Next(4)], "bad", random.Next(2) == 0, null)),
        15 => new AgentSignal.HookFired(new HookEvent.PermissionRequest(Tools[random.Next(4)], Input), ++replyId),
        16 or 17 => Hook(new HookEvent.Stop(null)),
        18 => Hook(new HookEvent.StopFailure("unknown", null)),
        19 => Hook(new HookEvent.SessionStart($"s{step}", $"/{step}.jsonl", new[] { "startup", "clear", "compact", "resume" }[random.Next(4)])),
        20 => Hook(random.Next(2) == 0 ? new HookEvent.PostCompact(true) : new HookEvent.PostModelSwitch("haiku")),
        21 or 22 => new AgentSignal.TranscriptRead([Entry(random, step), Entry(random, step)]),
        23 or 24 or 25 => new AgentSignal.RunStatusRead(new RunStatus((RunKind)random.Next(3))),
        26 => new AgentSignal.ScreenSettled(
            new ScreenReading(
                random.Next(2) == 0, random.Next(3) == 0 ? new RetryNotice($"{random.Next(3)}/6", "retry") : null,
                random.Next(3) == 0 ? new ScreenMenu("Switch model?", ["Yes", "No"], 0) : null, ""), $"screen {random.Next(3)}"),
        _ when agent.Timers.Count > 0 => new AgentSignal.TimerElapsed(agent.Timers.Keys.Order().ElementAt(random.Next(agent.Timers.Count))),
        _ => new AgentSignal.TimerElapsed((AgentTimer)random.Next(Enum.GetValues<AgentTimer>().Length)),
    };

    private static AgentSignal.HookFired Hook(HookEvent hook) => new(hook);

    private static TranscriptEntry Entry(Random random, int step) => random.Next(7) switch
    {
        0 or 1 => new TranscriptEntry.AssistantText(Texts[random.Next(3)]),
        2 => new TranscriptEntry.ToolUse($"t{step % 7}-{step / 60}", "Bash", Input),
        3 => new TranscriptEntry.ToolResult($"t{step % 7}-{step / 60}", "result", random.Next(2) == 0),
        4 => new TranscriptEntry.Interrupted(),
        5 => new TranscriptEntry.TurnDuration(),
        _ => new TranscriptEntry.CommandOutput("Set model", false),
    };
}
