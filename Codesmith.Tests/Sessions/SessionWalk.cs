using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions;

/// <summary>
/// A session to which anything happens in any order, through several programs if its chat outlives them, and what its
/// user was shown of each message.
/// </summary>
internal sealed partial class SessionWalk(int seed, bool outlivesProgram)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, List<Receipt>> _receipts = [];
    private readonly Dictionary<string, int> _tries = [];
    private readonly HashSet<string> _withdrawn = [];
    private readonly HashSet<string> _notToBeSent = [];
    private readonly List<InteractionId> _interactions = [];
    private readonly List<SessionEffect.FetchFiles> _fetches = [];

    public SteppedSession Session { get; private set; } = new(outlivesProgram);

    public int Sent { get; private set; }

    public int Programs { get; private set; } = 1;

    /// <summary>One thing happens. Returns what followed.</summary>
    public List<SessionEffect> Step()
    {
        var session = Session;
        int before = session.Effects.Count;
        session.Now += TimeSpan.FromSeconds(_random.Next(20));
        if (_random.Next(3) == 0)
            UserActs();
        else
            WorkerActs();
        var effects = session.Effects.Skip(before).ToList();
        Note(effects);
        return effects;
    }

    /// <summary>Sometimes the program ends, in order or not, and the next one goes on.</summary>
    public void PerhapsRestart()
    {
        if (!outlivesProgram || _random.Next(150) != 0)
            return;
        if (_random.Next(2) == 0)
            EndProgram();
        Restart();
    }

    /// <summary>The program ends, and nobody is left without an answer.</summary>
    public void EndProgram()
    {
        int before = Session.Effects.Count;
        Session.Do(new SessionInput.ShutdownWanted());
        Session.Do(new SessionInput.WorkerLost(Session.State.Generation, "end"));
        Session.Do(new SessionInput.WorkerDisposed(Session.State.Generation));
        Note(Session.Effects.Skip(before));
        Assert.That(Session.State.Lifecycle, Is.EqualTo(LifecycleState.Stopped).Or.EqualTo(LifecycleState.Failed));
        if (!outlivesProgram)
            Assert.That(Session.State.Prompts, Is.Empty);
        Assert.That(_hosts, Is.Empty, "nobody waits for a session that has ended");
        foreach (var interaction in _interactions)
            Assert.That(Session.ResponseTo(interaction), Is.Not.Null, interaction.Value);
    }

    /// <summary>The next program takes up what is stored, and nothing else.</summary>
    public void Restart()
    {
        var saved = Session.Stored;
        var held = Session.State.Prompts.Select(prompt => prompt.Message.Value).ToList();
        Assert.That(
            saved?.Prompts.Select(prompt => prompt.Message.Value) ?? [], Is.EquivalentTo(held), "all is stored");
        foreach (var prompt in saved?.Prompts.Where(prompt => prompt.WasSent) ?? [])
            _notToBeSent.Add(prompt.Message.Value);
        Session = new SteppedSession(outlivesProgram, saved) { Now = Session.Now };
        Programs++;
        _hosts.Clear();
        _interactions.Clear();
        _fetches.Clear();
        if (saved is not null)
        {
            Session.Do(new SessionInput.Restored(saved));
            Session.Do(new ChannelCaughtUp(saved.Channel.Id));
        }
        Note(Session.Effects);
        foreach (string message in held.Where(message => !Session.State.Holds(new MessageId(message))))
            Assert.That(IsLast(_receipts[message][^1]), Is.True, $"{message} is lost");
    }

    /// <summary>Stops what still waits, and looks at the whole story of every message.</summary>
    public void CheckMessages()
    {
        int before = Session.Effects.Count;
        Session.Command("stop");
        Note(Session.Effects.Skip(before));
        foreach (var (message, tries) in _tries)
        {
            string story = $"{message}: {string.Join(' ', _receipts[message])}";
            int unfinished = _withdrawn.Contains(message) ? 1 : 0;
            Assert.That(_receipts[message].Count(IsLast), Is.EqualTo(tries - unfinished), story);
            if (unfinished == 0)
                Assert.That(IsLast(_receipts[message][^1]), Is.True, story);
            Assert.That(
                _receipts[message].Zip(_receipts[message].Skip(1))
                    .All(pair => pair.First <= pair.Second || IsLast(pair.First)),
                Is.True, story);
        }
    }

    private void Note(IEnumerable<SessionEffect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect is SessionEffect.ShowReceipt(_, var message, var receipt))
                _receipts[message.Value].Add(receipt);
            else if (effect is SessionEffect.AnswerHost(var request, _))
                _hosts.Remove(request);
            else if (effect is SessionEffect.FetchFiles fetch)
                _fetches.Add(fetch);
            else if (effect is SessionEffect.AskWorker { Request: WorkerRequest.SubmitPrompt(var prompt, var files) })
                NoteSent(prompt, files);
        }
    }

    private void NoteSent(PromptInput prompt, AttachedFiles files)
    {
        Sent++;
        string message = prompt.Text["text of ".Length..].Split('\n')[0];
        Assert.That(_notToBeSent, Does.Not.Contain(message), "its work may be half done");
        Assert.That(files.AreKept, Is.True);
    }

    private void UserActs()
    {
        switch (_random.Next(14))
        {
            case 0 or 1 or 2:
                string message = NewMessage();
                Session.Write(message, _random.Next(10) == 0 ? " " : null);
                break;
            case 3:
                message = NewMessage();
                Session.Attach(message, "text of " + message, "a.png");
                break;
            case 4:
                string[] names = ["start", "stop", "clear", "compact", "model", "status", "interrupt", "nonsense"];
                _interactions.Add(Session.Command(names[_random.Next(names.Length)], "name", "opus"));
                break;
            case 5 or 6:
                _interactions.Add(Session.Command("start"));
                break;
            case 7:
                Retry();
                break;
            case 8 when AnyMessage() is { } edited:
                Session.Do(new MessageEdited(
                    SteppedSession.User, Session.State.Channel, new MessageId(edited), $"text of {edited}\nedited"));
                break;
            case 9 when AnyMessage() is { } deleted:
                if (Session.State.Queue.OfType<QueuedPrompt>().Any(prompt => prompt.Message.Value == deleted))
                    _withdrawn.Add(deleted);
                Session.Do(new MessageDeleted(Session.State.Channel, new MessageId(deleted)));
                break;
            case 10 when _random.Next(20) == 0:
                Session.Do(new ChannelClosed(Session.State.Channel));
                break;
            case 11:
                var items = Session.State.Conversation.Items.Select(item => item.Number);
                Session.Do(new SessionInput.PostsSettled([.. items.Where(_ => _random.Next(2) == 0)]));
                break;
            case 12:
                Session.Do(new SessionInput.PanelPosted(Session.State.Channel, new PostId($"panel{_random.Next(3)}")));
                break;
            default:
                AnswerQuestion();
                break;
        }
    }

    private void Retry()
    {
        if (AnyMessage() is not { } message || _withdrawn.Contains(message))
            return;
        var retry = Session.Retry(message);
        _interactions.Add(retry);
        if (Session.ResponseTo(retry)!.IsError)
            return;
        _tries[message]++;
        _notToBeSent.Remove(message);
    }

    private string NewMessage()
    {
        string message = $"m{_tries.Count}";
        _tries[message] = 1;
        _receipts[message] = [];
        return message;
    }

    /// <summary>One of the last few.</summary>
    private string? AnyMessage() =>
        _tries.Count == 0 ? null : $"m{Math.Max(0, _tries.Count - 1 - _random.Next(8))}";

    private static bool IsLast(Receipt receipt) => receipt is Receipt.Done or Receipt.Failed;
}
