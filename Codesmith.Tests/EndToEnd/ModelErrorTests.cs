using Codesmith.Protocol;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class ModelErrorTests : AgentFixture
{
    [TestCase("ERR401", "authentication_failed")]
    [TestCase("ERR403", "authentication_failed")]
    [TestCase("ERR429", "rate_limit")]
    [TestCase("ERR500", "server_error")]
    [TestCase("ERR529", "overloaded")]
    [TestCase("NOCREDIT", "billing_error")]
    [TestCase("TOOLONG", "invalid_request")]
    [TestCase("ERRMID", "server_error")]
    [TestCase("DROPMID", "server_error")]
    public async Task ModelError_EndsTheTurnWithOneLine(string prompt, string kind)
    {
        await Agent.TurnAsync(prompt);

        var end = Agent.Seen.OfType<TurnEnded>().Single();
        Assert.That((end.Outcome, end.ErrorKind), Is.EqualTo((TurnOutcome.Failed, kind)), Agent.SeenText);
        Assert.That(end.Message, Is.Not.Empty.And.Not.Contains('\n'));
        TestContext.Out.WriteLine(Agent.SeenText);
    }

    [Test]
    public async Task ErrorThatPasses_IsOnlyReportedAsRetry()
    {
        Assert.That(await Agent.TurnAsync("ERRONCE529"), Is.EqualTo("text Recovered after 1 errors.\nCompleted"));
    }
}
