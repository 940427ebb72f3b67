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
    [TestCase("ERR529", "server_error")]
    [TestCase("NOCREDIT", "billing_error")]
    [TestCase("TOOLONG", "invalid_request")]
    [TestCase("DROPMID", "server_error")]
    public async Task ModelError_EndsTheTurnWithOneLine(string prompt, string kind)
    {
        await Agent.TurnAsync(prompt);

        var end = Agent.Seen.OfType<TurnEnded>().Single();
        Assert.That((end.Outcome, end.ErrorKind), Is.EqualTo((TurnOutcome.Failed, kind)), Agent.SeenText);
        Assert.That(end.Message, Is.Not.Empty.And.Not.Contains('\n'));
    }

    [Test]
    public async Task ErrorThatPasses_LeavesTheAnswer() =>
        Assert.That(await Agent.TurnAsync("ERRONCE529"), Is.EqualTo("text Recovered after 1 errors.\nCompleted"));

    [Test]
    public async Task ErrorWithinAnAnswer_LeavesTheAnswerWholeAndOnce()
    {
        var transcript = await Agent.TurnAsync("ERRMID");

        var answer = string.Concat(Enumerable.Repeat("This reply breaks in the middle of the stream. ", 3));
        Assert.That(
            transcript.Split('\n').Where(line => line != "taken back"), Is.EqualTo(new[] { $"text {answer}", "Completed" }));
    }
}
