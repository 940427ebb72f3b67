using Codesmith.Supervisor.Chat;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Interactions;

/// <summary>A command may wait behind what the agent does for as long as that takes.</summary>
internal sealed class LateResponseTests
{
    [Test]
    public async Task ResponseAfterHours_IsAMessageToItsUser()
    {
        await using var stage = await DiscordStage.StartAsync();
        stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc compact");
        var told = await stage.NextAsync<CommandInvoked>();
        stage.Clock.PutForward(TimeSpan.FromHours(5));
        stage.Discord.InvokeCommand(stage.Bob, stage.General, "cc status");
        await stage.NextAsync<CommandInvoked>();

        await stage.RespondAsync(told, "Compacted.");

        Assert.That(stage.Read(stage.General), Is.EqualTo("codesmith: @alice Compacted.\n"));
    }
}
