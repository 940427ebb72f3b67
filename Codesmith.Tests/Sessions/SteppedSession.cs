using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Tests.Sessions;

/// <summary>A session stepped by hand; remembers all its effects.</summary>
internal sealed class SteppedSession
{
    public static readonly UserId User = new("alice");
    public static readonly ChannelId Channel = new("room");
    public const string Fresh = "11111111-1111-1111-1111-111111111111";

    private int _interactions;

    public SessionState State { get; private set; } = SessionState.Begin(
        new SessionProfile(User, AgentCredential.Gateway, "/cc "), Channel, saved: null);

    public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<SessionEffect> Effects { get; } = [];

    public IEnumerable<Receipt> ReceiptsOf(string message) => Effects.OfType<SessionEffect.ShowReceipt>()
        .Where(effect => effect.Message.Value == message).Select(effect => effect.Receipt);

    public IEnumerable<T> Asked<T>()
        where T : WorkerRequest =>
        Effects.OfType<SessionEffect.AskWorker>().Select(effect => effect.Request).OfType<T>();

    public IEnumerable<string> Notices =>
        State.Conversation.Items.OfType<NoticeItem>().Select(notice => notice.Markdown);

    public Response? ResponseTo(InteractionId interaction) => Effects.OfType<SessionEffect.Respond>()
        .SingleOrDefault(effect => effect.Interaction == interaction)?.Response;

    public static SteppedSession Running()
    {
        var session = new SteppedSession();
        session.Command("start");
        session.ComeUp();
        return session;
    }

    public IReadOnlyList<SessionEffect> Do(SessionInput input)
    {
        (State, var effects) = Session.Step(State, input, Now);
        Effects.AddRange(effects);
        return effects;
    }

    public void ComeUp()
    {
        Do(new SessionInput.WorkerStarted(State.Generation, Fresh));
        Hear(new AgentReady("1"));
    }

    public void Hear(params WorkerEvent[] events)
    {
        foreach (var happened in events)
            Do(new SessionInput.FromWorker(State.Generation, happened));
    }

    public void Write(string message, string? text = null) => Do(new SessionInput.FromChat(
        new MessageReceived(User, Channel, new MessageId(message), text ?? "text of " + message)));

    public InteractionId Command(string name, string? option = null, string? value = null)
    {
        var interaction = NewInteraction();
        var arguments = new Dictionary<string, string>();
        if (option is not null)
            arguments[option] = value!;
        Do(new SessionInput.FromChat(new CommandInvoked(User, Channel, interaction, name, arguments)));
        return interaction;
    }

    public InteractionId Reply(QuestionAnswer answer)
    {
        var interaction = NewInteraction();
        Do(new SessionInput.FromChat(new QuestionReplied(User, Channel, interaction, answer)));
        return interaction;
    }

    public InteractionId Press(string questionId)
    {
        var interaction = NewInteraction();
        Do(new SessionInput.FromChat(new KeyPressed(User, Channel, interaction, questionId, AgentKey.Enter)));
        return interaction;
    }

    /// <summary>The timer elapses, at its time.</summary>
    public void Elapse(SessionTimer timer)
    {
        var set = Effects.OfType<SessionEffect.SetTimer>().Last(effect => effect.Timer == timer);
        Now += set.Due;
        Do(new SessionInput.TimerElapsed(timer, set.Stamp));
    }

    public TimeSpan DueOf(SessionTimer timer) =>
        Effects.OfType<SessionEffect.SetTimer>().Last(effect => effect.Timer == timer).Due;

    /// <summary>The id of the prompt that was handed over last.</summary>
    public string SubmittedId => Asked<WorkerRequest.SubmitPrompt>().Last().Prompt.PromptId;

    /// <summary>Accepts the prompt that was handed over last.</summary>
    public void Accept() => Hear(new PromptAccepted(SubmittedId));

    public void Die(AgentExitCause cause = AgentExitCause.Killed, int code = 9, string screen = "") =>
        Hear(new AgentExited(cause, code, screen));

    private InteractionId NewInteraction() => new($"i{++_interactions}");
}
