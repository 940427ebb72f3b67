using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

/// <summary>A <see cref="PostSync"/> on a chat in memory.</summary>
internal abstract class PostSyncFixture
{
    protected static readonly ChannelId Room = new("room");
    protected static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    protected FakeTimeProvider Clock { get; private set; } = null!;

    protected FakeChat Chat { get; private set; } = null!;

    protected PostSync Sync { get; set; } = null!;

    protected List<PostKey> Settled { get; } = [];

    protected List<PostId> Pinned { get; } = [];

    [SetUp]
    public void BeginSync()
    {
        Clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Chat = new FakeChat { Traits = new ChatTraits(2000, "/cc ", OutlivesProgram: true, Pace, TellsPreviews: true) };
        Settled.Clear();
        Pinned.Clear();
        Sync = NewSync([]);
    }

    [TearDown]
    public async Task EndSync()
    {
        Chat.BeforePost = null;
        Chat.AfterPost = null;
        await Sync.DisposeAsync();
    }

    protected PostSync NewSync(Dictionary<PostKey, PostId> known) => new(
        Chat, new PostPlace(Room, new UserId("alice")), known,
        new PostSyncNews(
            keys =>
            {
                Settled.AddRange(keys);
                return Task.CompletedTask;
            },
            id =>
            {
                Pinned.Add(id);
                return Task.CompletedTask;
            }),
        Clock, NullLogger.Instance);

    protected void Show(params DesiredPost[] posts) => Sync.Show(() => posts);

    protected async Task ShowAsync(params DesiredPost[] posts)
    {
        Show(posts);
        await Sync.WhenShownAsync(CancellationToken.None).WaitAsync(Timeouts.MustNotHang);
    }

    protected async Task AdvanceUntilAsync(Func<bool> condition)
    {
        var met = Chat.UntilAsync(condition);
        while (!met.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await met;
    }

    protected static DesiredPost Live(long item, string text) =>
        new(new PostKey(item, 0), new TextPost(text, IsLive: true), IsFinal: false);

    protected static DesiredPost Final(long item, string text) =>
        new(new PostKey(item, 0), new TextPost(text, IsLive: false), IsFinal: true);

    protected static DesiredPost PinnedPost(string text) =>
        new(new PostKey(0, 0), new TextPost(text, IsLive: true), IsFinal: false, IsPinned: true);
}
