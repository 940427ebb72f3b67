using Codesmith.Protocol;
using Codesmith.Protocol.Wire;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Protocol;
using Codesmith.Worker.Link;
using NUnit.Framework;

namespace Codesmith.Tests.Link;

internal sealed class EventTrimmerTests
{
    [TestCaseSource(typeof(Samples), nameof(Samples.Events))]
    public void WhatFits_StaysAsItIs(WorkerEvent happening) =>
        Assert.That(EventTrimmer.Trim(happening).Event, Is.EqualTo(happening).UsingPropertiesComparer());

    [Test]
    public void LongText_IsCutToTheLimit_WithAMark()
    {
        var trimmed = (TextCompleted)EventTrimmer.Trim(new TextCompleted("b", new string('x', WireLimits.EventText + 1))).Event;

        Assert.That(trimmed.Text, Has.Length.EqualTo(WireLimits.EventText));
        Assert.That(trimmed.Text, Does.EndWith("x" + EventTrimmer.Mark));
    }

    [Test]
    public void ShortText_HasItsOwnLimit()
    {
        var trimmed = (ToolStarted)EventTrimmer.Trim(new ToolStarted("t", "Bash", new string('x', 5000))).Event;

        Assert.That(trimmed.Summary, Has.Length.EqualTo(WireLimits.ShortText));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Cut_KeepsSurrogatePairsWhole(int offset)
    {
        var text = new string('x', offset) + string.Concat(Enumerable.Repeat("🙂", 100));

        for (var limit = EventTrimmer.Mark.Length; limit < text.Length; limit++)
        {
            var kept = EventTrimmer.Cut(text, limit)[..^EventTrimmer.Mark.Length];
            Assert.That(kept.Length + EventTrimmer.Mark.Length, Is.InRange(limit - 1, limit));
            Assert.That(kept.Count(char.IsHighSurrogate), Is.EqualTo(kept.Count(char.IsLowSurrogate)), $"limit {limit}");
        }
    }

    [Test]
    public void TheLargestQuestion_FitsAFrame_AndTheSupervisorTakesIt()
    {
        var huge = new string('\u0001', 10 * WireLimits.EventText);
        var option = new QuestionOption(huge, huge);
        var item = new QuestionItem(huge, huge, true, [.. Enumerable.Repeat(option, 100)]);
        var question = new QuestionAsked(huge, QuestionKind.Choice, huge, huge, [.. Enumerable.Repeat(item, 100)]);

        var (trimmed, bytes) = EventTrimmer.Trim(question);

        Assert.That(bytes, Is.EqualTo(WorkerWire.SizeOf(trimmed)).And.AtMost(WireLimits.EventBytes));
        Assert.That(((QuestionAsked)trimmed).Items, Has.Count.EqualTo(WireLimits.QuestionItems));
        WorkerLinkCheck.Check(new EventBatch([new NumberedEvent(1, default, trimmed)]), 0);
    }

    [TestCase(double.NaN, 0)]
    [TestCase(-1, 0)]
    [TestCase(100.3, 100)]
    [TestCase(double.PositiveInfinity, 100)]
    public void Percent_IsClamped(double reported, double expected)
    {
        var status = new AgentStatus(null, null, -5, null, -1m, reported, null, []);

        var trimmed = ((StatusReported)EventTrimmer.Trim(new StatusReported(status)).Event).Status;

        Assert.That(trimmed.ContextUsedPercent, Is.EqualTo(expected));
        Assert.That(trimmed.InputTokens, Is.Zero);
        Assert.That(trimmed.CostUsd, Is.Zero);
    }

    [Test]
    public void AChoiceWithoutItems_IsTheProgramsOwnMistake() => Assert.That(
        () => EventTrimmer.Trim(new QuestionAsked("q", QuestionKind.Choice, "t", "", [])),
        Throws.ArgumentException);
}
