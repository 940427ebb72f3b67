using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Supervisor.Commands;
using Codesmith.Supervisor.Requirements;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>
/// The console as a chat with one user and one channel. A person's lines are sent as they are typed; the lines of a
/// script (input that is no terminal) one after the other, each when the one before it has its end.
/// </summary>
internal sealed partial class ConsoleChat(IConsoleView view, IConsoleInput input, TimeProvider time) : IChat, IDisposable
{
    /// <summary>The word that every command begins with.</summary>
    internal const string CommandWord = "/cc";

    internal static readonly UserId User = new("console");
    internal static readonly ChannelId Channel = new("console");

    private readonly Lock _gate = new();
    private readonly CommandReader _commands = new(CommandWord, CommandCatalogue.All);
    private readonly ConsoleTranscript _transcript = new(time);
    private readonly ConsoleTurns _turns = new(time);
    private readonly InterruptKey _interruptKey = new(time);
    private readonly Channel<ChatEvent> _events =
        System.Threading.Channels.Channel.CreateUnbounded<ChatEvent>(new() { SingleReader = true });
    private readonly Channel<bool> _changes =
        System.Threading.Channels.Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ended = new();
    private long _lastId;
    private OpenQuestion? _asked;
    private bool _working;
    private DateTimeOffset _workingSince;

    /// <inheritdoc/>
    /// <remarks>A console has no limit of its own: a text is only cut where the link to the worker cuts it.</remarks>
    public ChatTraits Traits { get; } =
        new(
            WireLimits.EventText, CommandWord + " ", OutlivesProgram: false, PinnedPace: TimeSpan.Zero, TellsPreviews: true);

    /// <summary>
    /// The first thing that failed for a script: one line, the reason of its exit code. Always null for a person.
    /// </summary>
    internal string? Failure { get; private set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> ReadEventsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        Task reading = ReadInputAsync(stop.Token);
        try
        {
            await foreach (ChatEvent happened in _events.Reader.ReadAllAsync(cancellationToken))
                yield return happened;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <inheritdoc/>
    /// <remarks>A console does not outlive the program: there is nothing to take up.</remarks>
    public void Remember(SessionChannel channel, UserId user, MessageId? after, IReadOnlyList<MessageId> waiting)
    {
    }

    /// <inheritdoc/>
    /// <remarks>There is one channel, whatever is wanted.</remarks>
    public Task<OpenedChannel> OpenChannelAsync(
        UserId user, ChannelPlace place, ChannelId from, CancellationToken cancellationToken) =>
        Task.FromResult(new OpenedChannel(new SessionChannel(Channel, IsShared: false), new MessageId(NextId("message"))));

    /// <inheritdoc/>
    public Task<PostId> CreatePostAsync(
        PostPlace place, string nonce, Post post, CancellationToken cancellationToken)
    {
        var id = new PostId(NextId("post"));
        Update(() => Put(id, post));
        return Task.FromResult(id);
    }

    /// <inheritdoc/>
    public Task EditPostAsync(PostPlace place, PostId id, Func<Post> latest, CancellationToken cancellationToken)
    {
        Post post = latest();
        Update(() => Put(id, post));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PinPostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ReadAttachmentAsync(MessageAttachment attachment, Stream target, CancellationToken cancellationToken) =>
        throw new ChatException("A console has no attachments.", ChatFailure.Refused);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Requirement>> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Requirement>>([]);

    /// <inheritdoc/>
    public Task DeletePostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken)
    {
        Update(() =>
        {
            Show(_transcript.Remove(id));
            _turns.PostGone(id);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ShowReceiptAsync(
        ChannelId channel, MessageId message, Receipt receipt, CancellationToken cancellationToken)
    {
        Update(() =>
        {
            if (receipt == Receipt.Failed)
                Fail("a message failed");
            // A reason that was given for the message before is not given again, and there is no other sign here.
            if (receipt == Receipt.Failed && !_turns.IsNoticed(message))
                Say(NoticeLevel.Warning, "Not sent: the reason above still holds.");
            if (!_turns.ReceiptShown(message, receipt) || _turns.IsWorking)
                return;
            Show(_transcript.ReleaseAll());
            _interruptKey.Forget();
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ShowWorkingAsync(ChannelId channel, bool working, CancellationToken cancellationToken)
    {
        Update(() =>
        {
            if (working && !_working)
                _workingSince = time.GetUtcNow();
            _working = working;
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RespondAsync(InteractionId interaction, Response response, CancellationToken cancellationToken)
    {
        Update(() =>
        {
            string? command = _turns.Responded(interaction, response.IsError);
            if (command is null)
                return;
            if (response.IsError)
                Report(response.Text);
            else if (command == CommandCatalogue.Status && _transcript.Panel is { } panel)
                view.Show(new ConsoleItem.Status(panel, time.GetUtcNow()));
            else if (response.Text.Length > 0)
                Say(NoticeLevel.Information, response.Text);
            if (response.IsError && command.Length == 0)
                _asked = null;
            if (command == SignInEntry || response.Offer is not null)
                Offer(response.Offer);
        });
        return Task.CompletedTask;
    }

    /// <summary>Ctrl-C was pressed.</summary>
    internal void PressInterrupt()
    {
        bool ends = true;
        try
        {
            Update(() =>
            {
                ends = _interruptKey.Press(_turns.IsWorking || _working) == InterruptMeaning.EndProgram;
                if (ends)
                    Fail("ended by Ctrl-C");
                else
                    Invoke(CommandCatalogue.Interrupt, new Dictionary<string, string>());
            });
        }
        catch (ChatException)
        {
            // The terminal is gone, and the signal came with its end: there is nobody left to interrupt for.
        }

        if (ends)
            Close();
    }

    /// <summary>Ends the events, whatever is under way.</summary>
    internal void Close()
    {
        _events.Writer.TryComplete();
        _ended.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Dispose();

    private void Put(PostId id, Post post)
    {
        Show(_transcript.Put(id, post));
        if (post is SignInPost signIn)
            PutSignIn(signIn);
        if (post is NoticePost { ReplyTo: { } message })
            _turns.NoticePut(message);
        if (post is NoticePost { Level: NoticeLevel.Error } notice)
            Fail(notice.Markdown);
        if (post is QuestionPost asked)
            _turns.QuestionPut(id, asked.Question, asked.Closing is null);
    }

    private void AskWhatIsNew()
    {
        OpenQuestion? question = _turns.Question;
        if (question is not null && question != _asked)
            view.Show(new ConsoleItem.Question(question.Dialog.Prompt));
        _asked = question ?? _asked;
    }

    private void Show(IReadOnlyList<ConsoleItem> items)
    {
        foreach (ConsoleItem item in items)
            view.Show(item);
    }

    private void Report(string error) => Say(NoticeLevel.Error, error);

    private void Say(NoticeLevel level, string markdown)
    {
        if (level == NoticeLevel.Error)
            Fail(markdown);
        Show(_transcript.ReleaseAll());
        view.Show(new ConsoleItem.Notice(level, markdown));
    }

    private void Fail(string reason)
    {
        if (!input.IsInteractive)
            Failure ??= TerminalText.EscapeLine(reason);
    }

    private void Happened(ChatEvent happened) => _events.Writer.TryWrite(happened);

    private string NextId(string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref _lastId)}");

    /// <summary>Changes something under the lock and shows what goes on after it.</summary>
    /// <exception cref="ChatException">The console cannot be written to.</exception>
    private void Update(Action change)
    {
        try
        {
            lock (_gate)
            {
                change();
                AskWhatIsNew();
                view.ShowProgress(Progress());
            }
        }
        catch (IOException exception)
        {
            throw new ChatException("The console cannot be written to.", exception);
        }

        _changes.Writer.TryWrite(true);
    }

    private ConsoleProgress? Progress()
    {
        if (!_working && !_turns.IsWorking)
            return null;

        string preview = _transcript.Preview;
        if (_turns.Question is not null)
            return new("waiting for your answer", time.GetUtcNow(), preview);
        if (_transcript.RunningTool is { } tool)
            return new($"{tool.Line.Name} {tool.Line.Summary}", tool.Since, preview);

        string label = (_working, _turns.Receipt) switch
        {
            (_, Receipt.Received) => "✓ received",
            (_, Receipt.Queued) => "✓ received, waiting for its turn",
            (true, Receipt.Accepted) => "✓ accepted, working",
            (true, _) => "working",
            (false, _) => "waiting",
        };
        string queue = _turns.Waiting > 0 ? $" ({_turns.Waiting} more)" : "";
        return new(label + queue, _working ? _workingSince : time.GetUtcNow(), preview);
    }
}
