using Codesmith.Supervisor.Chat.Discord.Model;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>Many channels at once, against a far side that counts.</summary>
internal sealed class LoadTests
{
    [TestCase(0.0)]
    [TestCase(0.1)]
    public void ThousandEdits_BreakNoLimit(double loss)
    {
        using var stage = new RestStage();
        var discord = new SimulatedDiscord(stage.Clock, new Random(7)) { Loss = loss };
        stage.Answer = discord.AnswerAsync;
        var edits = Enumerable.Range(0, 1000).Select(number => stage.EditAsync(new Snowflake((ulong)(number % 200)))).ToList();
        stage.Advance(loss > 0 ? 120 : 30);
        Assert.That(edits.Count(edit => edit.IsCompletedSuccessfully), Is.EqualTo(1000));
        Assert.That(discord.Done, Is.GreaterThanOrEqualTo(1000));
        Assert.That(discord.Violations, Is.Zero);
    }

    [Test]
    public void BusyChannels_BreakNoLimitAndWasteLittle()
    {
        using var stage = new RestStage();
        var discord = new SimulatedDiscord(stage.Clock, new Random(8));
        stage.Answer = discord.AnswerAsync;
        // That creates and edits share a bucket can only be known once each was answered.
        Task[] first = [stage.CreateAsync(), stage.EditAsync()];
        stage.Advance(1);
        Assert.That(first, Has.All.Property(nameof(Task.IsCompletedSuccessfully)).True);
        var all = new List<Task>();
        for (int number = 0; number < 400; number++)
        {
            var channel = new Snowflake((ulong)(number % 10));
            all.Add((number % 3) switch
            {
                0 => stage.CreateAsync(channel),
                1 => stage.EditAsync(channel),
                _ => stage.Rest.AddReactionAsync(channel, RestStage.Post, "x", CancellationToken.None),
            });
        }

        // Ten channels with about 27 messages each, five in five seconds: 25 seconds, and half a second of travel a window.
        stage.Advance(33);
        Assert.That(all.Count(task => task.IsCompletedSuccessfully), Is.EqualTo(400));
        Assert.That(discord.Violations, Is.Zero);
    }
}
