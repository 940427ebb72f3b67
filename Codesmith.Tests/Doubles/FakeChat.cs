using System.Threading.Channels;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Requirements;

namespace Codesmith.Tests.Doubles;

/// <summary>A chat in memory: what it was told can be read, and it can be made slow or failing.</summary>
internal sealed class FakeChat(int postCharacters = 2000) : IChat
{
    private readonly Lock _gate = new();
    private readonly Channel<ChatEvent> _events = Channel.CreateUnbounded<ChatEvent>();
    private readonly List<FakePost> _posts = [];
    private readonly Dictionary<string, PostId> _taken = [];
    private readonly List<string> _calls = [];
    private readonly List<string> _nonces = [];
    private readonly List<PostId> _pinned = [];
    private readonly List<(MessageId Message, Receipt Receipt)> _receipts = [];
    private readonly List<(InteractionId Interaction, Response Response)> _responses = [];
    private readonly List<bool> _working = [];
    private readonly List<(SessionChannel Channel, UserId User, MessageId? After)> _remembered = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private int _running;
    private int _lastPost;

    public ChatTraits Traits { get; init; } =
        new(postCharacters, "/cc ", OutlivesProgram: false, PinnedPace: TimeSpan.Zero, TellsPreviews: true);

    /// <summary>Runs at the start of each call about posts, with its name and content; may wait or throw.</summary>
    public Func<string, Post?, Task>? BeforePost { get; set; }

    /// <summary>Runs at the end of each call about posts, which was done; may throw all the same.</summary>
    public Action<string>? AfterPost { get; set; }

    /// <summary>Runs at the start of each receipt and response; may throw.</summary>
    public Action? BeforeOther { get; set; }

    /// <summary>Opens a channel; may wait or throw. Where it was asked for, if nothing else is said.</summary>
    public Func<ChannelPlace, ChannelId, Task<OpenedChannel>> Opens { get; set; } = (_, from) =>
        Task.FromResult(new OpenedChannel(new SessionChannel(from, IsShared: false), new MessageId("0")));

    /// <summary>The bytes of attachments, by source; others are not to be had.</summary>
    public Dictionary<string, byte[]> Attachments { get; } = [];

    /// <summary>The most calls about posts that ran at one time.</summary>
    public int MostAtOnce { get; private set; }

    public IReadOnlyList<Post> Posts => Read(() => _posts.Select(post => post.Content).ToList());

    public IReadOnlyList<string> Texts =>
        Read(() => _posts.Select(post => post.Content).OfType<TextPost>().Select(post => post.Markdown).ToList());

    public IReadOnlyList<string> Notices =>
        Read(() => _posts.Select(post => post.Content).OfType<NoticePost>().Select(post => post.Markdown).ToList());

    /// <summary>"create", "edit", "delete" or "pin" for each call about posts that succeeded.</summary>
    public IReadOnlyList<string> Calls => Read(() => _calls.ToList());

    /// <summary>The nonce of each try to create a post.</summary>
    public IReadOnlyList<string> Nonces => Read(() => _nonces.ToList());

    public IReadOnlyList<PostId> Pinned => Read(() => _pinned.ToList());

    public IReadOnlyList<(MessageId Message, Receipt Receipt)> Receipts => Read(() => _receipts.ToList());

    public IReadOnlyList<(InteractionId Interaction, Response Response)> Responses => Read(() => _responses.ToList());

    public IReadOnlyList<bool> Working => Read(() => _working.ToList());

    public IReadOnlyList<(SessionChannel Channel, UserId User, MessageId? After)> Remembered =>
        Read(() => _remembered.ToList());

    public IReadOnlyList<Receipt> ReceiptsOf(string message) =>
        [.. Receipts.Where(receipt => receipt.Message.Value == message).Select(receipt => receipt.Receipt)];

    public IReadOnlyList<Post> PostsIn(string channel) =>
        Read(() => _posts.Where(post => post.Place.Channel.Value == channel).Select(post => post.Content).ToList());

    public void Say(ChatEvent chatEvent) => _events.Writer.TryWrite(chatEvent);

    public void Close(ChatException? failure = null) => _events.Writer.TryComplete(failure);

    /// <summary>Somebody else removes our posts.</summary>
    public void RemoveAll(Predicate<Post> which) => Change(() => _posts.RemoveAll(post => which(post.Content)));

    /// <summary>A post that was there before.</summary>
    public PostId Add(ChannelId channel, Post post)
    {
        var id = new PostId($"post-{Interlocked.Increment(ref _lastPost)}");
        Change(() => _posts.Add(new FakePost(new PostPlace(channel, default), id, post)));
        return id;
    }

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

    public void Remember(SessionChannel channel, UserId user, MessageId? after, IReadOnlyList<MessageId> waiting) =>
        Change(() => _remembered.Add((channel, user, after)));

    public Task<OpenedChannel> OpenChannelAsync(
        UserId user, ChannelPlace place, ChannelId from, CancellationToken cancellationToken) =>
        Opens(place, from).WaitAsync(cancellationToken);

    public async Task<PostId> CreatePostAsync(
        PostPlace place, string nonce, Post post, CancellationToken cancellationToken)
    {
        Change(() => _nonces.Add(nonce));
        await CallAsync("create", () => post, sent =>
        {
            if (!_taken.TryAdd(nonce, new PostId($"post-{_lastPost + 1}")))
                return;
            _lastPost++;
            _posts.Add(new FakePost(place, _taken[nonce], sent!));
        }, cancellationToken);
        return Read(() => _taken[nonce]);
    }

    public Task EditPostAsync(PostPlace place, PostId id, Func<Post> latest, CancellationToken cancellationToken) =>
        CallAsync("edit", latest, sent =>
        {
            int index = _posts.FindIndex(post => post.Id == id);
            if (index < 0)
                throw new ChatException("There is no such post.", ChatFailure.PostGone);
            _posts[index] = _posts[index] with { Content = sent! };
        }, cancellationToken);

    public Task DeletePostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken) =>
        CallAsync("delete", () => null, _ => _posts.RemoveAll(post => post.Id == id), cancellationToken);

    public Task PinPostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken) =>
        CallAsync("pin", () => null, _ => _pinned.Add(id), cancellationToken);

    public Task ShowReceiptAsync(
        ChannelId channel, MessageId message, Receipt receipt, CancellationToken cancellationToken) =>
        Other(() => _receipts.Add((message, receipt)));

    public Task ShowWorkingAsync(ChannelId channel, bool working, CancellationToken cancellationToken) =>
        Other(() => _working.Add(working));

    public Task RespondAsync(InteractionId interaction, Response response, CancellationToken cancellationToken) =>
        Other(() => _responses.Add((interaction, response)));

    public async Task ReadAttachmentAsync(
        MessageAttachment attachment, Stream target, CancellationToken cancellationToken)
    {
        if (!Attachments.TryGetValue(attachment.Source, out byte[]? bytes))
            throw new ChatException("There is no such file.", ChatFailure.Refused);
        await target.WriteAsync(bytes, cancellationToken);
    }

    public Task<IReadOnlyList<Requirement>> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Requirement>>([]);

    private async Task CallAsync(
        string name, Func<Post?> content, Action<Post?> apply, CancellationToken cancellationToken)
    {
        lock (_gate)
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
        try
        {
            if (BeforePost is { } before)
                await before(name, content()).WaitAsync(cancellationToken);
            var sent = content();
            Change(() =>
            {
                apply(sent);
                _calls.Add(name);
            });
            AfterPost?.Invoke(name);
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

    private sealed record FakePost(PostPlace Place, PostId Id, Post Content);
}
