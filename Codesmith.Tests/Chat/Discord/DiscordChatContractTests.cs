namespace Codesmith.Tests.Chat.Discord;

internal sealed class DiscordChatContractTests : ChatContract
{
    protected override async Task<IChatUnderTest> BeginAsync() => await DiscordUnderTest.BeginAsync();
}
