using Codesmith.Protocol;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class BudgetTests
{
    [Test]
    public async Task SpentBudget_EndsTheTurnAtOnceWithItsOwnLine()
    {
        await using var stage = await Stage.OpenAsync(new DailyBudget(Tokens: 1));
        await using var agent = await AgentUnderTest.StartAsync(stage);
        await agent.TurnAsync("SAY:the first goes through");
        await agent.TurnAsync("SAY:the second does not");

        var end = agent.Seen.OfType<TurnEnded>().Single();
        Assert.That(end.Outcome, Is.EqualTo(TurnOutcome.Failed), agent.SeenText);
        Assert.That(
            TurnFailureText.Of(end.ErrorKind, end.Message, CredentialKind.SharedKey),
            Does.Match(@"^Codesmith: your budget for today is used up \([\d,]+ of 1 tokens\)\. It is renewed at 00:00 UTC, in \d+ h \d+ min\.$"));
        Assert.That(agent.Seen.OfType<RetryReported>(), Is.Empty);
    }
}
