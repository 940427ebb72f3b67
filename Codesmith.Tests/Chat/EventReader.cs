using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

/// <summary>Reads a chat's events, from the moment that it is made.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly IAsyncEnumerator<ChatEvent> _events;
    private Task<bool>? _next;

    internal EventReader(IChat chat)
    {
        _events = chat.ReadEventsAsync(_cancel.Token).GetAsyncEnumerator();
        _next = MoveAsync();
    }

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

    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        if (_next is not null)
            await _next.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Timeouts.MustNotHang);
        await _events.DisposeAsync();
        _cancel.Dispose();
    }

    private Task<bool> MoveAsync() => _next ??= _events.MoveNextAsync().AsTask();
}
