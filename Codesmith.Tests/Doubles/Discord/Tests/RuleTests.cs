using System.Globalization;
using System.Text.RegularExpressions;
using Codesmith.Tests.Doubles.Discord.Schema;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class RuleTests
{
    [TestCase("""{"content":"LONG2001"}""", "content")]
    [TestCase("""{"content":"x","nonce":"LONG26"}""", "nonce")]
    [TestCase("""{"content":"x","enforce_nonce":true}""", "nonce")]
    [TestCase("""{"embeds":[{"title":"LONG257"}]}""", "embeds")]
    [TestCase("""{"embeds":[{"description":"LONG4000"},{"description":"LONG2001"}]}""", "embeds")]
    [TestCase("""{"embeds":[{"title":"x","fields":[{"name":"a"}]}]}""", "embeds")]
    [TestCase("""{"embeds":[{"title":"x","color":16777216}]}""", "embeds")]
    [TestCase("""{"content":"x","flags":64}""", "flags")]
    [TestCase("""{"content":"x","flags":32768,"components":[{"type":10,"content":"y"}]}""", "content")]
    [TestCase("""{"content":"x","components":[{"type":10,"content":"y"}]}""", "components")]
    [TestCase("""{"content":"x","components":[{"type":1,"components":[]}]}""", "components")]
    [TestCase("""{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"label":"a"}]}]}""", "components")]
    [TestCase("""{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"a"}]}]}""", "components")]
    [TestCase("""{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"label":"LONG81","custom_id":"a"}]}]}""", "components")]
    [TestCase("""{"content":"x","components":[{"type":1,"components":[{"type":2,"style":5,"label":"a","custom_id":"a"}]}]}""", "components")]
    [TestCase("""{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"a"},{"type":2,"style":1,"label":"b","custom_id":"a"}]}]}""", "components")]
    [TestCase("""{"content":"x","components":[{"type":1,"components":[{"type":3,"custom_id":"a","options":[]}]}]}""", "components")]
    [TestCase("""{"content":"x","components":[{"type":1,"components":[{"type":3,"custom_id":"a","options":[{"label":"l","value":"v"}]},{"type":2,"style":1,"label":"b","custom_id":"b"}]}]}""", "components")]
    [TestCase("""{"content":"x","attachments":[{"id":"0"}]}""", "attachments")]
    [TestCase("""{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}""", "allowed_mentions")]
    public async Task BadMessage_IsRefusedWithItsPlace(string body, string place)
    {
        await using var test = await DoubleUnderTest.StartAsync();

        var answer = await test.Bot.SendAsync("POST", $"/channels/{test.Channel}/messages", Long(body));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, 50035)), answer.Text);
        Assert.That(
            answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name), Has.Some.EqualTo(place));
        Assert.That(test.Discord.Violations, Has.Count.EqualTo(1));
        Assert.That(test.Discord.Read(test.Channel), Is.Empty);
    }

    [TestCase("""{"content":"  "}""", 50006)]
    [TestCase("{}", 50006)]
    [TestCase("{", 50109)]
    public async Task EmptyMessage_IsRefused(string body, int code)
    {
        await using var test = await DoubleUnderTest.StartAsync();

        Assert.That(
            (await test.Bot.SendAsync("POST", $"/channels/{test.Channel}/messages", body)).Code, Is.EqualTo(code));
    }

    [TestCase("""[{"name":"Upper","description":"x"}]""")]
    [TestCase("""[{"name":"with blank","description":"x"}]""")]
    [TestCase("""[{"name":"a","description":""}]""")]
    [TestCase("""[{"name":"a","description":"LONG101"}]""")]
    [TestCase("""[{"name":"a","description":"x"},{"name":"a","description":"x"}]""")]
    [TestCase("""[{"name":"a","description":"x","options":[{"type":3,"name":"o","description":"x"},{"type":3,"name":"p","description":"x","required":true}]}]""")]
    [TestCase("""[{"name":"a","description":"x","options":[{"type":1,"name":"o","description":"x"},{"type":3,"name":"p","description":"x"}]}]""")]
    [TestCase("""[{"name":"a","description":"x","options":[{"type":3,"name":"o","description":"x","autocomplete":true,"choices":[{"name":"c","value":"c"}]}]}]""")]
    public async Task BadCommand_IsRefused(string commands)
    {
        await using var test = await DoubleUnderTest.StartAsync();

        var answer = await test.Bot.SendAsync(
            "PUT", $"/applications/{test.Discord.ApplicationId}/guilds/{test.Guild}/commands", Long(commands));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, 50035)), answer.Text);
        Assert.That(test.Discord.CommandNames(test.Guild), Is.Empty);
    }

    [Test]
    public async Task CommandCreates_AreLimitedADayButUpdatesAreNot()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var statuses = new List<int>();

        foreach (var (first, count) in new[] { (0, 100), (0, 100), (100, 100), (200, 1) })
        {
            var commands = string.Join(',', Enumerable.Range(first, count).Select(number => $$"""{"name":"c{{number}}","description":"x"}"""));
            var answer = await test.Bot.SendAsync(
                "PUT", $"/applications/{test.Discord.ApplicationId}/guilds/{test.Guild}/commands", $"[{commands}]");
            statuses.Add(answer.Status);
        }

        Assert.That(statuses, Is.EqualTo(new[] { 200, 200, 200, 400 }));
    }

    [Test]
    public async Task Headers_AreRequired()
    {
        await using var test = await DoubleUnderTest.StartAsync();

        var wrongType = await test.Bot.SendAsync("POST", $"/channels/{test.Channel}/messages", """{"content":"x"}""", "text/plain");
        test.Bot.Headers.Authorization = null;
        var noToken = await test.Bot.SendAsync("GET", "/users/@me");
        test.Bot.Headers.Remove("User-Agent");
        var noAgent = await test.Bot.SendAsync("GET", "/users/@me");

        Assert.That(wrongType.Code, Is.EqualTo(50035));
        Assert.That((noToken.Status, noToken.Code), Is.EqualTo((401, 0)));
        Assert.That(noAgent.Status, Is.EqualTo(403));
        Assert.That(test.Discord.Violations, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task UnknownRoute_IsToldApart()
    {
        await using var test = await DoubleUnderTest.StartAsync();

        Assert.That((await test.Bot.SendAsync("GET", "/nothing/here")).Status, Is.EqualTo(404));
        Assert.That((await test.Bot.SendAsync("PUT", "/users/@me")).Status, Is.EqualTo(405));
        Assert.That(test.Discord.UnhandledRoutes, Is.EqualTo(new[] { "GET /nothing/here", "PUT /users/@me" }));
    }

    /// <summary>Only the document knows that <c>tts</c> is yes or no.</summary>
    [Test]
    public async Task Document_IsCheckedWhereItIsAtHand()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        if (RequestSchemas.Known is null)
            Assert.Ignore($"{RequestSchemas.Variable} names no OpenAPI document of Discord's: bodies are not checked against it.");

        var answer = await test.Bot.SendAsync(
            "POST", $"/channels/{test.Channel}/messages", """{"content":"x","tts":"perhaps"}""");
        await using var lenient = await DoubleUnderTest.StartAsync(new DiscordDoubleOptions { ChecksSchema = false });
        var accepted = await lenient.Bot.SendAsync(
            "POST", $"/channels/{lenient.Channel}/messages", """{"content":"x","tts":"perhaps"}""");

        Assert.That(answer.Code, Is.EqualTo(50035));
        Assert.That(test.Discord.Violations.Single(), Does.Contain("tts"));
        Assert.That(accepted.Status, Is.EqualTo(200));
    }

    private static string Long(string body) => Regex.Replace(
        body, "LONG([0-9]+)", match => new string(
            'x', int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
}
