using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Agent;

/// <summary>What is said in a turn: shown live, and then as the record has it.</summary>
internal sealed class AgentTextTests
{
    [Test]
    public void Pieces_OutOfOrderAndTwice_AreStreamedInOrderOnce()
    {
        var agent = SteppedAgent.InTurn();
        agent.Write("c", index: 2);
        agent.Write("a", index: 0, final: false);
        agent.Write("a", index: 0, final: false);
        agent.Write("b", index: 1, final: false);
        agent.Write("b", index: 1, final: false);
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "stream text1 \"a\"", "stream text1 \"bc\"" }));
    }

    [Test]
    public void Record_BeforeItsPieces_IsToldOnce()
    {
        var agent = SteppedAgent.InTurn();
        agent.Record(new TranscriptEntry.AssistantText("one\ntwo"));
        agent.Write("one\n", index: 0, final: false);
        agent.Write("two", index: 1);
        Assert.That(agent.Lines(), Is.EqualTo(new[] { "text text1 \"one\\ntwo\"" }));
    }

    [Test]
    public void Record_LongerThanWhatWasShown_ReplacesIt()
    {
        var agent = SteppedAgent.InTurn();
        agent.Write("This reply brea");
        agent.Record(new TranscriptEntry.AssistantText("This reply breaks, and goes on."));
        Assert.That(agent.Lines()[^1], Is.EqualTo("text text1 \"This reply breaks, and goes on.\""));
    }

    [TestCase("First.Second.")]
    [TestCase("First.Sec")]
    public void TextsOfOneMessage_ShownAsOne_AreEachToldOnce(string shown)
    {
        var agent = SteppedAgent.InTurn();
        agent.Write(shown);
        agent.Record(new TranscriptEntry.AssistantText("First."), new TranscriptEntry.AssistantText("Second."));
        agent.Record(new TranscriptEntry.Interrupted());
        agent.Status(RunKind.Idle);
        agent.Write("ond.", index: 1);
        Assert.That(agent.Lines().Where(line => line.StartsWith("text", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "text text1 \"First.\"", "text text2 \"Second.\"",
        }));
        Assert.That(agent.Lines().Last(line => line.StartsWith("turn", StringComparison.Ordinal)), Is.EqualTo("turn Interrupted"));
    }

    [Test]
    public void BrokenStream_IsWithdrawnWhenTheNextIsRecorded()
    {
        var agent = SteppedAgent.InTurn();
        agent.Write("half", "m1");
        agent.Write("whole", "m2");
        agent.Record(new TranscriptEntry.AssistantText("whole"));
        Assert.That(agent.Lines(), Is.EqualTo(new[]
        {
            "stream text1 \"half\"", "stream text2 \"whole\"", "text text1 \"\"", "text text2 \"whole\"",
        }));
    }

    [Test]
    public void BrokenStream_IsWithdrawnSoonAfterTheNextBegins()
    {
        var agent = SteppedAgent.InTurn();
        agent.Write("half", "m1");
        agent.Write("who", "m2", final: false);
        agent.Elapse(AgentTimer.Doubt);
        agent.Write("le", "m2", index: 1);
        Assert.That(agent.Lines(), Is.EqualTo(new[]
        {
            "stream text1 \"half\"", "stream text2 \"who\"", "text text1 \"\"", "stream text2 \"le\"",
        }));
    }

    [Test]
    public void TextThatTheModelIsToldToContinue_StaysBeforeItsContinuation()
    {
        var agent = SteppedAgent.InTurn();
        agent.Write("it stops", "m1");
        agent.Write("and goes on", "m2");
        agent.Record(new TranscriptEntry.AssistantText("it stops"), new TranscriptEntry.AssistantText("and goes on"));
        Assert.That(agent.Lines(), Is.EqualTo(new[]
        {
            "stream text1 \"it stops\"", "stream text2 \"and goes on\"", "text text1 \"it stops\"", "text text2 \"and goes on\"",
        }));
    }

    [Test]
    public void TextTheRecordDoesNotHave_IsWithdrawnAtTheEnd()
    {
        var agent = SteppedAgent.InTurn();
        agent.Write("never recorded");
        agent.Finish(new TranscriptEntry.AssistantText("something else"));
        Assert.That(agent.Lines(), Does.Contain("text text1 \"\""));
    }

    [Test]
    public void LastPiece_AfterTheTurn_DoesNotBeginAnother()
    {
        var agent = SteppedAgent.InTurn();
        agent.Write("hello", index: 0, final: false);
        agent.Finish(new TranscriptEntry.AssistantText("hello"));
        agent.Effects.Clear();
        agent.Write("", index: 1);
        Assert.That(agent.Effects, Is.Empty);
    }

    [Test]
    public void OnlyPiece_AfterTheTurnAndItsRecord_DoesNotBeginAnother()
    {
        var agent = SteppedAgent.InTurn();
        agent.Finish(new TranscriptEntry.AssistantText("hello"));
        agent.Effects.Clear();
        agent.Write("hello\n");
        agent.Write("", index: 1);
        Assert.That(agent.Effects, Is.Empty);
        agent.Write("hello again", "m2");
        Assert.That(agent.Lines(), Does.Contain("stream text1 \"hello again\""));
    }
}
