using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Console;
using Codesmith.Supervisor.Chat.Console.Input;
using Codesmith.Supervisor.Chat.Console.Plain;
using Microsoft.Extensions.Time.Testing;

namespace Codesmith.Tests.Chat.Console;

/// <summary>A console on a script, and the hand of the one who consumes its events.</summary>
internal sealed class ConsoleScript : IAsyncDisposable
{
    private static readonly PostPlace Place = new(ConsoleChat.Channel, ConsoleChat.User);

    private readonly StringWriter _output = new();
    private readonly EventReader _events;

    internal ConsoleScript(string script)
        : this(new MemoryStream(Encoding.UTF8.GetBytes(script)))
    {
    }

    internal ConsoleScript(Stream script)
    {
        Chat = new ConsoleChat(new PlainView(_output), new ScriptInput(new ByteSource(script)), Time);
        _events = new EventReader(Chat);
    }

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    internal ConsoleChat Chat { get; }

    internal string Output => _output.ToString();

    internal Task<T> NextAsync<T>()
        where T : ChatEvent => _events.NextAsync<T>();

    internal Task NothingAsync() => _events.NothingAsync();

    internal Task EndAsync() => _events.EndAsync();

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
        await _events.DisposeAsync();
        Chat.Dispose();
    }
}
