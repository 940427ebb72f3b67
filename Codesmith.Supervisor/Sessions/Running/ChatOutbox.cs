using Codesmith.Supervisor.Chat;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>
/// Brings receipts, responses and the sign of work to the chat, without anybody waiting for it. Those of one message
/// arrive in order; what ends something comes after the posts that belong to it.
/// </summary>
internal sealed partial class ChatOutbox(SessionServices services, ISessionDisplay display, CancellationToken ending)
{
    /// <summary>
    /// How long a response waits for its posts. It is for the reader's comfort, so a chat that fails must not delay it
    /// for long: some services give a response up after three seconds.
    /// </summary>
    private static readonly TimeSpan PostsBeforeResponse = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the receipt of an end waits: a long answer takes about as many seconds as posts, and "done" under half
    /// of it would be wrong. No service has a deadline for it, but the end of a session waits only a little longer.
    /// </summary>
    private static readonly TimeSpan PostsBeforeReceipt = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Receipts of ends that are repeated until the chat takes them: more than a session ends in an outage, but not as
    /// many as somebody can write.
    /// </summary>
    private const int RepeatedReceipts = 100;

    private readonly BackgroundTasks _tasks = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<MessageId, Task> _receipts = [];
    private Task _working = Task.CompletedTask;
    private bool _isWorking;
    private bool _isShownWorking;

    public void Respond(InteractionId interaction, Response response) => _tasks.Add(DeliverAsync(async () =>
    {
        await WaitForPostsAsync(PostsBeforeResponse);
        await services.Chat.RespondAsync(interaction, response, ending);
    }));

    /// <param name="channel">Where the message is.</param>
    /// <param name="message">Which.</param>
    /// <param name="receipt">How far it got.</param>
    /// <param name="stored">Done when what the receipt promises is stored; false if it could not be.</param>
    public void ShowReceipt(ChannelId channel, MessageId message, Receipt receipt, Task<bool> stored)
    {
        bool isLast = receipt is Receipt.Done or Receipt.Failed;
        lock (_gate)
        {
            foreach (var (shownAlready, _) in _receipts.Where(other => other.Value.IsCompleted).ToList())
                _receipts.Remove(shownAlready);
            bool isRepeated = isLast && _receipts.Count < RepeatedReceipts;
            var before = _receipts.GetValueOrDefault(message, Task.CompletedTask);
            var shown = ShowAfterAsync(before, async () =>
            {
                if (!await stored && receipt == Receipt.Received)
                    return;
                if (isLast)
                    await WaitForPostsAsync(PostsBeforeReceipt);
                await (isRepeated ? RepeatAsync(Show) : Show());

                Task Show() => services.Chat.ShowReceiptAsync(channel, message, receipt, ending);
            });
            // Also after the last one: the message may be tried again.
            _receipts[message] = shown;
            _tasks.Add(shown);
        }
    }

    /// <summary>Only the latest is shown, and only if it is not what is shown already.</summary>
    public void ShowWorking(ChannelId channel, bool working)
    {
        lock (_gate)
        {
            _isWorking = working;
            _working = ShowAfterAsync(_working, () =>
            {
                if (_isWorking != working || _isShownWorking == working)
                    return Task.CompletedTask;
                _isShownWorking = working;
                return services.Chat.ShowWorkingAsync(channel, working, ending);
            });
            _tasks.Add(_working);
        }
    }

    /// <summary>Tells the user something where only they read it.</summary>
    public void TellDirectly(UserId user, ChannelId from, string markdown) => _tasks.Add(DeliverAsync(async () =>
    {
        var opened = await services.Chat.OpenChannelAsync(user, ChannelPlace.Direct, from, ending);
        await PostAsync(new PostPlace(opened.Channel.Id, user), new NoticePost(NoticeLevel.Warning, markdown));
    }));

    /// <summary>Tells the user something about a message that is not where the display is.</summary>
    public void TellElsewhere(PostPlace place, MessageId message, string markdown) => _tasks.Add(DeliverAsync(
        () => PostAsync(place, new NoticePost(NoticeLevel.Warning, markdown) { ReplyTo = message })));

    public Task WhenEmptyAsync() => _tasks.WhenAllAsync();

    private Task<PostId> PostAsync(PostPlace place, Post post) => services.Chat.CreatePostAsync(
        place, Guid.NewGuid().ToString("N")[..ChatTraits.NonceCharacters], post, ending);

    private async Task ShowAfterAsync(Task before, Func<Task> show)
    {
        await before;
        await DeliverAsync(show);
    }

    /// <summary>For what would else leave something wrong for ever.</summary>
    private async Task RepeatAsync(Func<Task> show)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                await show();
                return;
            }
            catch (ChatException exception) when (exception.Failure == ChatFailure.Unavailable)
            {
                LogNotDelivered(services.Logger, exception);
            }
            await Task.Delay(RetryPause.After(failures), services.Clock, ending);
        }
    }

    private async Task WaitForPostsAsync(TimeSpan longest)
    {
        try
        {
            await display.WhenShownAsync(ending).WaitAsync(longest, services.Clock, ending);
        }
        catch (TimeoutException)
        {
            // They come later, then.
        }
    }

    /// <summary>One thing that the chat does not take is the loss of that thing.</summary>
    private async Task DeliverAsync(Func<Task> deliver)
    {
        try
        {
            // Never on the session's own thread, whatever the adapter does before its first await.
            await Task.Yield();
            await deliver();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            LogCancelled(services.Logger);
        }
        catch (Exception exception)
        {
            LogNotDelivered(services.Logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Something for the chat was given up at the end")]
    private static partial void LogCancelled(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chat did not take a receipt, a response or a sign of work")]
    private static partial void LogNotDelivered(ILogger logger, Exception exception);
}
