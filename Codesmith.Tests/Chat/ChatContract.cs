using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat;

/// <summary>What the rest of the supervisor believes of every chat: the same tests for each adapter.</summary>
internal abstract partial class ChatContract
{
    private IChatUnderTest _chat = null!;
    private EventReader _events = null!;
    private int _lastPost;

    /// <summary>A new chat with nothing in it.</summary>
    protected abstract Task<IChatUnderTest> BeginAsync();

    [SetUp]
    public async Task BeginChat()
    {
        _chat = await BeginAsync();
        _events = new EventReader(_chat.Chat);
    }

    [TearDown]
    public async Task EndChat()
    {
        await _events.DisposeAsync();
        await _chat.DisposeAsync();
    }

    [Test]
    public async Task Message_ComesWithItsText()
    {
        await _chat.WriteAsync("hello there");
        await _chat.WriteAsync("and again");
        var first = await NextAsync<MessageReceived>();
        var second = await NextAsync<MessageReceived>();
        Assert.That((first.User, first.Channel), Is.EqualTo((_chat.User, _chat.Channel)));
        Assert.That((first.Text, second.Text), Is.EqualTo(("hello there", "and again")));
        Assert.That(first.Attachments, Is.Empty);
        Assert.That(first.Message, Is.Not.EqualTo(second.Message));
    }

    [Test]
    public async Task ReceiptsAndWork_CanBeShownForAnyMessage()
    {
        await _chat.WriteAsync("hello");
        var message = await NextAsync<MessageReceived>();
        await _chat.Chat.ShowWorkingAsync(_chat.Channel, true, CancellationToken.None);
        foreach (var receipt in Enum.GetValues<Receipt>())
            await _chat.Chat.ShowReceiptAsync(_chat.Channel, message.Message, receipt, CancellationToken.None);
        await _chat.Chat.ShowWorkingAsync(_chat.Channel, false, CancellationToken.None);
        await _chat.Chat.ShowWorkingAsync(_chat.Channel, false, CancellationToken.None);
        await _chat.WriteAsync("and on");
        Assert.That((await NextAsync<MessageReceived>()).Text, Is.EqualTo("and on"), "none of it is taken for a message");
    }

    [TestCase("status")]
    [TestCase("model", "name", "opus")]
    [TestCase("compact", "instructions", "keep the tests, drop the rest")]
    public async Task Command_IsOneEventAndItsResponseIsSeen(string name, params string[] argument)
    {
        await _chat.InvokeAsync(name, argument.Length == 0 ? [] : [(argument[0], argument[1])]);
        await _chat.WriteAsync("next");
        var command = await NextAsync<CommandInvoked>();
        Assert.That((command.User, command.Channel, command.Name), Is.EqualTo((_chat.User, _chat.Channel, name)));
        Assert.That(
            command.Arguments,
            Is.EquivalentTo(argument.Length == 0
                ? []
                : new Dictionary<string, string> { [argument[0]] = argument[1] }));
        await RespondAsync(command, "Here you are.");
        await NextAsync<MessageReceived>();
        Assert.That(await _chat.ReadAsync(_chat.Channel), Does.Contain("Here you are."));
    }

    [Test]
    public async Task Response_MayBeAFailureOrSayNothing()
    {
        await _chat.InvokeAsync("status");
        await RespondAsync(await NextAsync<CommandInvoked>(), "That did not work.", isError: true);
        await _chat.InvokeAsync("status");
        await RespondAsync(await NextAsync<CommandInvoked>(), "");
        Assert.That(await _chat.ReadAsync(_chat.Channel), Does.Contain("That did not work."));
    }

    private Task<T> NextAsync<T>()
        where T : ChatEvent => _events.NextAsync<T>();

    private Task RespondAsync(InteractionEvent interaction, string text, bool isError = false) =>
        _chat.Chat.RespondAsync(interaction.Interaction, new Response(text, isError), CancellationToken.None);

    private Task<PostId> PostAsync(Post post, ChannelId? channel = null) => _chat.Chat.CreatePostAsync(
        new PostPlace(channel ?? _chat.Channel, _chat.User), $"nonce-{++_lastPost}", post, CancellationToken.None);

    private Task EditAsync(PostId id, Post post) => _chat.Chat.EditPostAsync(
        new PostPlace(_chat.Channel, _chat.User), id, () => post, CancellationToken.None);
}
