using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Console;
using Codesmith.Supervisor.Chat.Console.Input;
using Codesmith.Supervisor.Chat.Console.Plain;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Console;

/// <summary>A console on a script, and the hand of the one who consumes its events.</summary>
internal sealed class ConsoleScript : IAsyncDisposable
{
    private static readonly PostPlace Place = new(ConsoleChat.Channel, ConsoleChat.User);

    private readonly StringWriter _output = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly IAsyncEnumerator<ChatEvent> _events;
    private Task<bool>? _next;

    internal ConsoleScript(string script)
        : this(new MemoryStream(Encoding.UTF8.GetBytes(script)))
    {
    }

    internal ConsoleScript(Stream script)
    {
        Chat = new ConsoleChat(new PlainView(_output), new ScriptInput(new ByteSource(script)), Time);
        _events = Chat.ReadEventsAsync(_cancel.Token).GetAsyncEnumerator();
    }

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    internal ConsoleChat Chat { get; }

    internal string Output => _output.ToString();

    /// <summary>The next event, which must be of this kind.</summary>
    internal async Task<T> NextAsync<T>()
        where T : ChatEvent
    {
        Assert.That(await MoveAsync().WaitAsync(Timeouts.MustNotHang), Is.True, "The events ended.");
        _next = null;
        Assert.That(_events.Current, Is.InstanceOf<T>());
        return (T)_events.Current;
    }

    /// <summary>Asserts that no event comes, nor the end.</summary>
    internal async Task NothingAsync()
    {
        Task first = await Task.WhenAny(MoveAsync(), Task.Delay(Timeouts.NothingHappens, TimeProvider.System));
        Assert.That(first, Is.Not.SameAs(_next), "Something happened.");
    }

    /// <summary>Asserts that the events end.</summary>
    internal async Task EndAsync()
    {
        bool more = await MoveAsync().WaitAsync(Timeouts.MustNotHang);
        Assert.That(more, Is.False, () => $"One more event: {_events.Current}");
    }

    internal Task<PostId> PostAsync(Post post) =>
        Chat.CreatePostAsync(Place, "nonce", post, CancellationToken.None);

    internal Task EditAsync(PostId id, Post post) =>
        Chat.EditPostAsync(Place, id, () => post, CancellationToken.None);

    internal Task ReceiptAsync(MessageReceived message, Receipt receipt) =>
        Chat.ShowReceiptAsync(ConsoleChat.Channel, message.Message, receipt, CancellationToken.None);

    internal Task RespondAsync(InteractionId interaction, string text, bool isError = false) =>
        Chat.RespondAsync(interaction, new Response(text, isError), CancellationToken.None);

    internal async Task<PostId> AskAsync(QuestionAsked question) => await PostAsync(new QuestionPost(question, null));

    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        if (_next is not null)
            await _next.ContinueWith(_ => { }, TaskScheduler.Default);
        await _events.DisposeAsync();
        Chat.Dispose();
        _cancel.Dispose();
    }

    private Task<bool> MoveAsync() => _next ??= _events.MoveNextAsync().AsTask();
}
