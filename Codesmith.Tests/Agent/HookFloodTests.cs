using System.Text;
using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>Whatever runs in the sandbox can post hooks: many at once, and huge ones.</summary>
[NonParallelizable]
internal sealed class HookFloodTests
{
    private const int Hooks = 3000;
    private const int AtOnce = 64;
    private const int TextCharacters = 100 * 1024;

    [Test]
    public async Task Flood_CostsBoundedMemory_AndTheLoopStillTakesWishes()
    {
        await using var agent = StandInAgent.Of("status idle; read line; status busy; read line");
        await agent.StartAsync();
        await agent.WaitForAsync<AgentReady>();
        await agent.HookAsync(new HookEvent.UserPromptSubmit("hi"));
        var text = new string('x', TextCharacters);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var reading = agent.WaitForAsync<QuestionAsked>();

        await Parallel.ForAsync(0, Hooks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancellation) =>
        {
            // In other tests the same comes over HTTP; here it is parsed as it would be.
            var json = Encoding.UTF8.GetBytes(
                $$"""{"hook_event_name":"MessageDisplay","message_id":"m{{number}}","index":0,"delta":"{{text}}"}""");
            await agent.HookAsync(HookPayload.Parse(json)!);
            if (number == Hooks / 2)
                await agent.Loop.PressKeyAsync(AgentKey.Enter).WaitAsync(Timeouts.MustNotHang, cancellation);
        });

        var question = agent.HookAsync(new HookEvent.PermissionRequest("Bash", default));
        var asked = await reading;
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(grown, Is.LessThan(Hooks * (long)TextCharacters / 10), "a tenth of what came, in bytes of JSON");
        await agent.Loop.AnswerQuestionAsync(new QuestionAnswer(asked.QuestionId, QuestionDecision.Accept, []));
        await question;
    }
}
