using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Supervisor.Commands;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>
/// The console as a chat with one user and one channel. A person's lines are sent as they are typed; the lines of a
/// script (input that is no terminal) one after the other, each when the one before it has its end.
/// </summary>
internal sealed class ConsoleChat(IConsoleView view, IConsoleInput input, TimeProvider time) : IChat, IDisposable
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
        System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ended = new();
    private long _lastId;
    private OpenQuestion? _asked;
    private bool _working;
    private DateTimeOffset _workingSince;

    /// <inheritdoc/>
    /// <remarks>A console has no limit of its own: a text is only cut where the link to the worker cuts it.</remarks>
    public ChatTraits Traits { get; } = new(WireLimits.EventText, CommandWord + " ");

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
    public Task<PostId> CreatePostAsync(ChannelId channel, Post post, CancellationToken cancellationToken)
    {
        var id = new PostId(NextId("post"));
        Update(() => Put(id, post));
        return Task.FromResult(id);
    }

    /// <inheritdoc/>
    public Task EditPostAsync(ChannelId channel, PostId id, Post post, CancellationToken cancellationToken)
    {
        Update(() => Put(id, post));
        return Task.CompletedTask;
    }

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

    private async Task ReadInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            do
                await WaitForLineAsync(cancellationToken);
            while (Take(await input.ReadAsync(cancellationToken)));
            await WaitForEndAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program ends: whoever cancelled waits for us.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ChatException("The console cannot be read from.", exception);
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    private async Task WaitForLineAsync(CancellationToken cancellationToken)
    {
        while (!input.IsInteractive)
        {
            TimeSpan? wait;
            lock (_gate)
                wait = _turns.WaitForLine();
            if (wait == TimeSpan.Zero)
                return;
            await WaitForChangeAsync(wait ?? Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    /// <summary>Lets what was sent come to its end, except for a question that nobody will answer any more.</summary>
    private async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        while (!input.IsInteractive)
        {
            TimeSpan? wait;
            lock (_gate)
            {
                if (_turns.IsIdle)
                    return;
                wait = _turns.WaitForLine();
            }

            if (wait == TimeSpan.Zero)
            {
                Update(() => Report("The input ended while a question was open."));
                return;
            }

            await WaitForChangeAsync(wait ?? Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    private async Task WaitForChangeAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await _changes.Reader.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(atMost, time, cancellationToken);
            _changes.Reader.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // The caller looks again: what it waited for may be due by now.
        }
    }

    /// <summary>Sends what the user entered. False at the end of the input.</summary>
    private bool Take(ConsoleEntry? entry)
    {
        switch (entry)
        {
            case ConsoleEntry.Words words:
                Update(() => Send(words));
                return true;
            case ConsoleEntry.Unusable unusable:
                Update(() => Report(unusable.Message));
                return true;
            default:
                return false;
        }
    }

    private void Send(ConsoleEntry.Words words)
    {
        view.Show(new ConsoleItem.Echo(words.Text));
        if (!words.IsBlock && _commands.IsCommand(words.Text))
        {
            switch (_commands.Read(words.Text))
            {
                case CommandRead command:
                    Invoke(command.Name, command.Arguments);
                    break;
                case CommandRejected rejected:
                    Report(rejected.Message);
                    break;
            }
        }
        else if (_turns.Question is { } question)
        {
            Answer(question, words.Text);
        }
        else if (words.Text.Length > WireLimits.PromptText)
        {
            Report($"The message is too long: at most {WireLimits.PromptText} characters.");
        }
        else
        {
            var message = new MessageId(NextId("message"));
            _turns.PromptSent(message);
            Happened(new MessageReceived(User, Channel, message, words.Text));
        }
    }

    private void Invoke(string name, IReadOnlyDictionary<string, string> arguments)
    {
        var interaction = new InteractionId(NextId("command"));
        _turns.CommandSent(interaction, name);
        Happened(new CommandInvoked(User, Channel, interaction, name, arguments));
    }

    private void Answer(OpenQuestion question, string text)
    {
        switch (question.Dialog.Answer(text))
        {
            case DialogStep.Invalid invalid:
                Report(invalid.Message);
                break;
            case DialogStep.NextItem:
                _asked = null;
                break;
            case DialogStep.Complete complete:
                Happened(new QuestionReplied(User, Channel, Answering(question), complete.Answer));
                break;
            case DialogStep.Keys keys:
                foreach (AgentKey key in keys.Pressed)
                    Happened(new KeyPressed(User, Channel, Answering(question), keys.QuestionId, key));
                break;
        }
    }

    private InteractionId Answering(OpenQuestion question)
    {
        var interaction = new InteractionId(NextId("answer"));
        _turns.AnswerSent(interaction, question);
        return interaction;
    }

    private void Put(PostId id, Post post)
    {
        Show(_transcript.Put(id, post));
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
