using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class ReadingTests
{
    [Test]
    public async Task Until_EndsWithTheChange()
    {
        await using var test = await DoubleUnderTest.StartAsync();

        var seen = test.Discord.UntilAsync(() => test.Discord.Read(test.Channel) == "codesmith: here\n");
        Assert.That(seen.IsCompleted, Is.False);
        await test.Bot.PostAsync(test.Channel, """{"content":"here"}""");

        await seen;
    }

    [Test]
    public async Task Thread_ShowsWhereItCameFrom()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var message = test.Discord.Say(test.Owner, test.Channel, "fix the build");

        var thread = await test.Bot.SendAsync(
            "POST", $"/channels/{test.Channel}/messages/{message}/threads", """{"name":"fix","auto_archive_duration":1440}""");
        var second = await test.Bot.SendAsync(
            "POST", $"/channels/{test.Channel}/messages/{message}/threads", """{"name":"fix"}""");
        await test.Bot.PostAsync(thread.Id, """{"content":"on it"}""");

        Assert.That(thread.Id, Is.EqualTo(message));
        Assert.That(second.Code, Is.EqualTo(160004));
        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("owner: fix the build\n  (thread: fix)\n"));
        Assert.That(test.Discord.Read(thread.Id), Is.EqualTo("* thread of: owner: fix the build\ncodesmith: on it\n"));
    }

    [Test]
    public async Task ComponentsV2_AreReadInTheirNesting()
    {
        await using var test = await DoubleUnderTest.StartAsync();

        await test.Bot.PostAsync(test.Channel, """
            {"flags":32768,"components":[{"type":10,"content":"# fix"},
             {"type":17,"components":[
               {"type":9,"components":[{"type":10,"content":"12 files"}],"accessory":{"type":2,"style":2,"label":"Details","custom_id":"d"}},
               {"type":14},{"type":1,"components":[{"type":2,"style":4,"label":"Stop","custom_id":"s"}]}]}]}
            """);

        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("""
            codesmith:
              # fix
              | 12 files
              | [Details]
              | ----
              | [Stop]

            """));
        Assert.That(test.Discord.Violations, Is.Empty);
    }

    [Test]
    public async Task Stranger_ReadsNothing()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var stranger = test.Discord.CreateUser("stranger");
        test.Discord.Say(test.Owner, test.Channel, "among us");

        Assert.That(test.Discord.Read(test.Channel, stranger), Is.Empty);
        Assert.That(() => test.Discord.Say(stranger, test.Channel, "hello"), Throws.InvalidOperationException);
    }
}
