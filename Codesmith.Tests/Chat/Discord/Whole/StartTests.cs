using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

/// <summary>Starts while Discord fails, and what is written meanwhile.</summary>
internal sealed class StartTests
{
    private const string MakeChannel = "POST /guilds/{guild}/channels";
    private const string MakeThread = "POST /channels/{channel}/threads";

    [Test]
    public async Task ChannelOfWhichDiscordDidNotAnswer_IsMadeOnce([Values] bool hasCategory, [Values] bool isMade)
    {
        await using var stage = await SupervisorStage.StartAsync();
        if (hasCategory)
            await stage.StartSessionAsync(stage.Bob);
        Fail(stage, MakeChannel, isMade);

        await stage.StartSessionAsync(stage.Alice);

        Assert.That(
            stage.Discord.ReadTree(stage.Guild),
            Is.EqualTo($"#general\ncategory Codesmith\n{(hasCategory ? "  #bob\n" : "")}  #alice\n"));
    }

    [Test]
    public async Task ThreadOfWhichDiscordDidNotAnswer_IsMadeOnce([Values] bool isMade)
    {
        await using var stage = await SupervisorStage.StartAsync(Permission.PinMessages);
        Fail(stage, MakeThread, isMade);

        var run = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc start");
        await stage.UntilAsync(() => stage.Discord.Read(run).Contains("ready", StringComparison.Ordinal));

        Assert.That(
            stage.Discord.ReadTree(stage.Guild, stage.Alice),
            Is.EqualTo("#general\n  > codesmith-alice (private)\n"));
    }

    [Test]
    public async Task MessageInAChannelThatIsBeingMade_ReachesTheAgent()
    {
        await using var stage = await SupervisorStage.StartAsync();
        await stage.StartSessionAsync(stage.Bob);
        var making = stage.Discord.Faults.HoldNextAnswer(MakeChannel);
        var run = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc start");
        await stage.AcknowledgedAsync(run);
        await stage.UntilAsync(
            () => stage.Discord.ReadTree(stage.Guild).Contains("#alice", StringComparison.Ordinal));
        ulong channel = stage.Discord.ChannelNamed(stage.Guild, "alice");

        ulong message = stage.Discord.Say(stage.Alice, channel, "early");
        making.SetResult();

        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        Assert.That(stage.Prompts, Is.EqualTo(new[] { "early" }));
    }

    [Test]
    public async Task ServerThatDoesNotCome_IsSaidToBeMissing()
    {
        await using var stage = await SupervisorStage.StartAsync();
        await stage.StopProgramAsync();
        stage.Discord.GatewayFaults.WithholdsGuilds = true;
        await stage.StartProgramAsync();

        var run = stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc start");
        await stage.AcknowledgedAsync(run);
        await stage.UntilAsync(
            () => stage.Discord.Read(run).Contains("does not see this server yet", StringComparison.Ordinal),
            SupervisorStage.LongStep);

        stage.Discord.TellOfGuild(stage.Guild);
        await stage.StartSessionAsync(stage.Alice);
    }

    private static void Fail(SupervisorStage stage, string request, bool isMade)
    {
        if (isMade)
            stage.Discord.Faults.LoseNextAnswer(request);
        else
            stage.Discord.Faults.FailNext(502, route: request);
    }
}
