using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Tests.Sessions;

/// <summary>A session stepped by hand; remembers all its effects.</summary>
/// <param name="outlivesProgram">Whether its chat is there after a restart.</param>
/// <param name="saved">What an earlier program stored.</param>
internal sealed class SteppedSession(bool outlivesProgram = false, SavedSession? saved = null)
{
    public static readonly UserId User = new("alice");
    public static readonly ChannelId Channel = new("room");
    public const string Fresh = "11111111-1111-1111-1111-111111111111";

    private int _interactions;

    public SessionState State { get; private set; } = SessionState.Begin(
        new SessionProfile(User, "/cc ", outlivesProgram) { IdleTime = TimeSpan.FromHours(24) },
        new SessionChannel(Channel, IsShared: true), saved);

    public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<SessionEffect> Effects { get; } = [];

    public IEnumerable<Receipt> ReceiptsOf(string message) => Effects.OfType<SessionEffect.ShowReceipt>()
        .Where(effect => effect.Message.Value == message).Select(effect => effect.Receipt);

    public IEnumerable<T> Asked<T>()
        where T : WorkerRequest =>
        Effects.OfType<SessionEffect.AskWorker>().Select(effect => effect.Request).OfType<T>();

    public IEnumerable<string> Notices => NoticeItems.Select(notice => notice.Markdown);

    public IEnumerable<NoticeItem> NoticeItems => State.Conversation.Items.OfType<NoticeItem>();

    public IEnumerable<string> Sent => Asked<WorkerRequest.SubmitPrompt>().Select(asked => asked.Prompt.Text);

    /// <summary>What is stored by now; null if nothing was.</summary>
    public SavedSession? Stored => Effects.OfType<SessionEffect.Save>().LastOrDefault()?.Session ?? saved;

    public Response? ResponseTo(InteractionId interaction) => Effects.OfType<SessionEffect.Respond>()
        .SingleOrDefault(effect => effect.Interaction == interaction)?.Response;

    public static SteppedSession Running(bool outlivesProgram = false, bool isShared = false)
    {
        var session = new SteppedSession(outlivesProgram);
        session.Command("start");
        session.Open(isShared: isShared);
        session.ComeUp();
        return session;
    }

    public IReadOnlyList<SessionEffect> Do(SessionInput input)
    {
        (State, var effects) = Session.Step(State, input, Now);
        Effects.AddRange(effects);
        return effects;
    }

    public IReadOnlyList<SessionEffect> Do(ChatEvent chatEvent) => Do(new SessionInput.FromChat(chatEvent));

    /// <summary>The user wants it to run, and its channel is opened at once.</summary>
    public InteractionId Start()
    {
        var interaction = Command("start");
        Open();
        return interaction;
    }

    /// <summary>The channel that is wanted is opened.</summary>
    public void Open(string? channel = null, bool isShared = false)
    {
        var place = new SessionChannel(channel is null ? Channel : new ChannelId(channel), isShared);
        Do(new SessionInput.ChannelOpened(new OpenedChannel(place, new MessageId("newest"))));
    }

    public void ComeUp(CredentialKind credential = CredentialKind.SharedKey)
    {
        Do(new SessionInput.WorkerStarted(State.Generation, Fresh, credential));
        Hear(new AgentReady("1"));
    }

    public void Hear(params WorkerEvent[] events)
    {
        foreach (var happened in events)
            Do(new SessionInput.FromWorker(State.Generation, happened));
    }

    public void Write(string message, string? text = null) => Do(Message(message, text, State.Channel.Value));

    /// <summary>A message with files.</summary>
    public void Attach(string message, string text, params IEnumerable<string> files) =>
        Do(Message(message, text, State.Channel.Value) with
        {
            Attachments = [.. files.Select(name => new MessageAttachment(name, 1, name))],
        });

    /// <summary>The files of the message are with us.</summary>
    public void KeepFiles(string message) =>
        Do(new SessionInput.FilesKept(FetchOf(message).PromptId, FetchOf(message).Files));

    public SessionEffect.FetchFiles FetchOf(string message) => Effects.OfType<SessionEffect.FetchFiles>()
        .Last(effect => effect.Files.Folder == message);

    public static MessageReceived Message(string message, string? text = null, string? channel = null) => new(
        User, channel is null ? Channel : new ChannelId(channel), new MessageId(message), text ?? "text of " + message,
        [], IsAddressed: true);

    public InteractionId Command(string name, string? option = null, string? value = null)
    {
        var interaction = NewInteraction();
        var arguments = new Dictionary<string, string>();
        if (option is not null)
            arguments[option] = value!;
        Do(new CommandInvoked(User, Channel, interaction, name, arguments));
        return interaction;
    }

    public InteractionId Retry(string message)
    {
        var interaction = NewInteraction();
        Do(new MessageRetried(User, State.Channel, interaction, Message(message, channel: State.Channel.Value)));
        return interaction;
    }

    public InteractionId Reply(QuestionAnswer answer)
    {
        var interaction = NewInteraction();
        Do(new QuestionReplied(User, Channel, interaction, answer));
        return interaction;
    }

    public InteractionId Press(string questionId)
    {
        var interaction = NewInteraction();
        Do(new KeyPressed(User, Channel, interaction, questionId, AgentKey.Enter));
        return interaction;
    }

    /// <summary>The timer elapses, at its time.</summary>
    public void Elapse(SessionTimer timer)
    {
        var set = Effects.OfType<SessionEffect.SetTimer>().Last(effect => effect.Timer == timer);
        Now += set.Due;
        Do(new SessionInput.TimerElapsed(timer, set.Stamp));
    }

    /// <summary>The id of the prompt that was handed over last.</summary>
    public string SubmittedId => Asked<WorkerRequest.SubmitPrompt>().Last().Prompt.PromptId;

    /// <summary>Accepts the prompt that was handed over last.</summary>
    public void Accept() => Hear(new PromptAccepted(SubmittedId));

    public void Die(AgentExitCause cause = AgentExitCause.Killed, int code = 9, string screen = "") =>
        Hear(new AgentExited(cause, code, screen));

    /// <summary>The worker lets go of the session that ends.</summary>
    public void GoDown()
    {
        Die(AgentExitCause.Stopped, 0);
        Do(new SessionInput.WorkerDisposed(State.Generation));
    }

    private InteractionId NewInteraction() => new($"i{++_interactions}");
}
