using System.Threading.Channels;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Tests.Doubles;

/// <summary>A chat in memory: what it was told can be read, and it can be made slow or failing.</summary>
internal sealed class FakeChat(int postCharacters = 2000) : IChat
{
    private readonly Lock _gate = new();
    private readonly Channel<ChatEvent> _events = Channel.CreateUnbounded<ChatEvent>();
    private readonly List<(PostId Id, Post Content)> _posts = [];
    private readonly List<string> _calls = [];
    private readonly List<(MessageId Message, Receipt Receipt)> _receipts = [];
    private readonly List<(InteractionId Interaction, Response Response)> _responses = [];
    private readonly List<bool> _working = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private int _running;

    public ChatTraits Traits { get; } = new(postCharacters, "/cc ");

    /// <summary>Runs at the start of each call about posts, with its name and content; may wait or throw.</summary>
    public Func<string, Post?, Task>? BeforePost { get; set; }

    /// <summary>Runs at the start of each receipt and response; may throw.</summary>
    public Action? BeforeOther { get; set; }

    /// <summary>The most calls about posts that ran at one time.</summary>
    public int MostAtOnce { get; private set; }

    public IReadOnlyList<Post> Posts => Read(() => _posts.Select(post => post.Content).ToList());

    public IReadOnlyList<string> Texts =>
        Read(() => _posts.Select(post => post.Content).OfType<TextPost>().Select(post => post.Markdown).ToList());

    public IReadOnlyList<string> Notices =>
        Read(() => _posts.Select(post => post.Content).OfType<NoticePost>().Select(post => post.Markdown).ToList());

    /// <summary>"create", "edit" or "delete" for each call about posts that succeeded.</summary>
    public IReadOnlyList<string> Calls => Read(() => _calls.ToList());

    public IReadOnlyList<(MessageId Message, Receipt Receipt)> Receipts => Read(() => _receipts.ToList());

    public IReadOnlyList<(InteractionId Interaction, Response Response)> Responses => Read(() => _responses.ToList());

    public IReadOnlyList<bool> Working => Read(() => _working.ToList());

    public IReadOnlyList<Receipt> ReceiptsOf(string message) =>
        [.. Receipts.Where(receipt => receipt.Message.Value == message).Select(receipt => receipt.Receipt)];

    public void Say(ChatEvent chatEvent) => _events.Writer.TryWrite(chatEvent);

    public void Close(ChatException? failure = null) => _events.Writer.TryComplete(failure);

    /// <summary>Done when the condition on this chat holds.</summary>
    public Task UntilAsync(Func<bool> condition)
    {
        lock (_gate)
        {
            if (condition())
                return Task.CompletedTask;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, met));
            return met.Task.WaitAsync(Timeouts.MustNotHang);
        }
    }

    public IAsyncEnumerable<ChatEvent> ReadEventsAsync(CancellationToken cancellationToken) =>
        _events.Reader.ReadAllAsync(cancellationToken);

    public async Task<PostId> CreatePostAsync(ChannelId channel, Post post, CancellationToken cancellationToken)
    {
        var id = new PostId(Guid.NewGuid().ToString());
        await CallAsync("create", post, () => _posts.Add((id, post)), cancellationToken);
        return id;
    }

    public Task EditPostAsync(ChannelId channel, PostId id, Post post, CancellationToken cancellationToken) =>
        CallAsync("edit", post, () => _posts[IndexOf(id)] = (id, post), cancellationToken);

    public Task DeletePostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken) =>
        CallAsync("delete", null, () => _posts.RemoveAt(IndexOf(id)), cancellationToken);

    public Task ShowReceiptAsync(
        ChannelId channel, MessageId message, Receipt receipt, CancellationToken cancellationToken) =>
        Other(() => _receipts.Add((message, receipt)));

    public Task ShowWorkingAsync(ChannelId channel, bool working, CancellationToken cancellationToken) =>
        Other(() => _working.Add(working));

    public Task RespondAsync(InteractionId interaction, Response response, CancellationToken cancellationToken) =>
        Other(() => _responses.Add((interaction, response)));

    private int IndexOf(PostId id) =>
        _posts.FindIndex(post => post.Id == id) is var index and >= 0
            ? index
            : throw new InvalidOperationException($"There is no post {id}.");

    private async Task CallAsync(string name, Post? content, Action apply, CancellationToken cancellationToken)
    {
        lock (_gate)
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
        try
        {
            if (BeforePost is { } before)
                await before(name, content).WaitAsync(cancellationToken);
            Change(() =>
            {
                apply();
                _calls.Add(name);
            });
        }
        finally
        {
            lock (_gate)
                _running--;
        }
    }

    private Task Other(Action apply)
    {
        BeforeOther?.Invoke();
        Change(apply);
        return Task.CompletedTask;
    }

    private void Change(Action apply)
    {
        lock (_gate)
        {
            apply();
            foreach (var waiting in _waiting.FindAll(waiting => waiting.Condition()))
            {
                _waiting.Remove(waiting);
                waiting.Met.TrySetResult();
            }
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
