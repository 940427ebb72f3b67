using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord;

internal sealed class CommandTests
{
    [Test]
    public async Task Command_IsAcknowledgedAtOnceAndTold()
    {
        await using var stage = await DiscordStage.StartAsync();

        var run = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc start", ("where", "here"));
        await stage.Discord.UntilAsync(() => run.Callback is not null);

        Assert.That(stage.Discord.Read(run), Is.EqualTo("codesmith (only you see this): (thinking)\n"));
        var told = await stage.NextAsync<CommandInvoked>();
        Assert.That(told.User, Is.EqualTo(DiscordStage.User(stage.Alice)));
        Assert.That(told.Channel, Is.EqualTo(DiscordStage.Channel(stage.General)));
        Assert.That(told.Name, Is.EqualTo("start"));
        Assert.That(told.Arguments, Is.EqualTo(new Dictionary<string, string> { ["where"] = "here" }));
    }
}
