using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Questions;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Interactions;

internal sealed class CustomIdTests
{
    private static readonly Snowflake Owner = new(ulong.MaxValue);
    private static readonly string Key = QuestionProgress.Key(
        Owner, new QuestionAsked(new string('q', 500), QuestionKind.Plan, "", "", []));

    private static readonly CustomId[] Ids =
    [
        new CustomId.Retry(Owner, new MessageId($"{ulong.MaxValue}")),
        new CustomId.Choose(Owner, Key, 15, 15),
        new CustomId.Choose(Owner, Key, 0, null),
        new CustomId.Words(Owner, Key, int.MaxValue),
        new CustomId.Decide(Owner, Key, QuestionDecision.Dismiss),
        new CustomId.Refuse(Owner, Key),
        new CustomId.Press(Owner, Key, AgentKey.Four),
        new CustomId.BeginSignIn(Owner),
        new CustomId.EnterSignIn(Owner, new string('n', 40), SignInSecret.Key),
        new CustomId.CancelSignIn(Owner, new string('n', 40)),
    ];

    [TestCaseSource(nameof(Ids))]
    public void Id_ComesBackAsItWas(object id)
    {
        string text = ((CustomId)id).Write();

        Assert.That(text, Has.Length.LessThanOrEqualTo(100));
        Assert.That(CustomId.TryRead(text, out var read), Is.True);
        Assert.That(read, Is.EqualTo(id));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("retry")]
    [TestCase("retry:1")]
    [TestCase("retry:x:1")]
    [TestCase("retry:-1:1")]
    [TestCase("retry:1:2:3")]
    [TestCase("RETRY:1:2")]
    [TestCase("choose:1:k")]
    [TestCase("choose:1:k:0")]
    [TestCase("choose:1:k:-1:0")]
    [TestCase("choose:1:k:0:x")]
    [TestCase("choose:1:k: 0:0")]
    [TestCase("choose:1:k:99999999999:0")]
    [TestCase("decide:1:k:3")]
    [TestCase("decide:1:k:x")]
    [TestCase("press:1:k:99")]
    [TestCase("press:99999999999999999999999:k:0")]
    [TestCase("other:1:k")]
    [TestCase("::::::::::::")]
    public void WhatIsNotOurs_IsNotRead(string? text)
    {
        Assert.That(CustomId.TryRead(text, out var id), Is.False);
        Assert.That(id, Is.Null);
    }

    [Test]
    public void Key_IsOfItsOwnerAndQuestion()
    {
        var question = new QuestionAsked("q", QuestionKind.Plan, "", "", []);
        string[] keys =
        [
            QuestionProgress.Key(new Snowflake(1), question),
            QuestionProgress.Key(new Snowflake(2), question),
            QuestionProgress.Key(new Snowflake(1), question with { QuestionId = "r" }),
        ];

        Assert.That(keys, Is.Unique.And.All.Length.EqualTo(16));
        Assert.That(QuestionProgress.Key(new Snowflake(1), question with { Title = "t" }), Is.EqualTo(keys[0]));
    }
}
