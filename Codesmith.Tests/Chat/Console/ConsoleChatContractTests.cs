using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Console;
using Codesmith.Supervisor.Chat.Console.Plain;

namespace Codesmith.Tests.Chat.Console;

internal sealed class ConsoleChatContractTests : ChatContract
{
    protected override Task<IChatUnderTest> BeginAsync() => Task.FromResult<IChatUnderTest>(new Typed());

    /// <summary>A person who types, and reads plain text.</summary>
    private sealed class Typed : IChatUnderTest, IConsoleInput
    {
        private readonly Channel<ConsoleEntry> _lines =
            System.Threading.Channels.Channel.CreateUnbounded<ConsoleEntry>();
        private readonly StringWriter _output = new();
        private readonly ConsoleChat _chat;

        public Typed() => _chat = new ConsoleChat(new PlainView(_output), this, TimeProvider.System);

        public IChat Chat => _chat;

        public UserId User => ConsoleChat.User;

        public ChannelId Channel => ConsoleChat.Channel;

        public bool IsInteractive => true;

        public bool IsHidden { get; set; }

        public async ValueTask<ConsoleEntry?> ReadAsync(CancellationToken cancellationToken) =>
            await _lines.Reader.ReadAsync(cancellationToken);

        public Task WriteAsync(string text) => TypeAsync(text);

        public Task InvokeAsync(string command, params IReadOnlyList<(string Option, string Value)> arguments) =>
            TypeAsync(string.Join(' ', ["/cc", command, .. arguments.Select(argument => argument.Value)]));

        public async Task ChooseAsync(QuestionAsked question, params IReadOnlyList<IReadOnlyList<string>> choices)
        {
            foreach (var chosen in choices)
                await TypeAsync(string.Join(", ", chosen));
        }

        public Task DecideAsync(QuestionAsked question, bool accepts, string? words = null) =>
            TypeAsync(accepts ? "y" : $"n {words}");

        public Task PressAsync(QuestionAsked question, AgentKey key) => TypeAsync($"{key}");

        public Task EnterAsync(string words) => TypeAsync(words);

        public Task CancelSignInAsync() => TypeAsync("cancel");

        public Task<string> ReadAsync(ChannelId channel) => Task.FromResult(_output.ToString());

        /// <summary>A console calls nobody.</summary>
        public Task<IReadOnlyList<string>> ReadPingsAsync() => Task.FromResult<IReadOnlyList<string>>([]);

        public ValueTask DisposeAsync()
        {
            _chat.Dispose();
            return ValueTask.CompletedTask;
        }

        private Task TypeAsync(string line)
        {
            _lines.Writer.TryWrite(new ConsoleEntry.Words(line, IsBlock: false));
            return Task.CompletedTask;
        }
    }
}
