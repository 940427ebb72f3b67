using System.Globalization;
using Codesmith.Tests.Doubles.Discord.RateLimits;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class RateLimitTests
{
    [Test]
    public async Task Bucket_IsToldInHeadersAndEndsIn429()
    {
        await using var test = await DoubleUnderTest.StartAsync();

        for (var remaining = 4; remaining >= 0; remaining--)
        {
            var answer = await PostAsync(test, test.Channel);
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Header("X-RateLimit-Limit"), Is.EqualTo("5"));
            Assert.That(answer.Header("X-RateLimit-Remaining"), Is.EqualTo($"{remaining}"));
            Assert.That(answer.Header("X-RateLimit-Reset-After"), Is.EqualTo("5"));
        }

        test.Clock.Advance(TimeSpan.FromSeconds(2.5));
        var refused = await PostAsync(test, test.Channel);
        var elsewhere = await PostAsync(test, test.Discord.CreateChannel(test.Guild, "other"));

        Assert.That(refused.Status, Is.EqualTo(429));
        Assert.That(refused.Json.GetProperty("retry_after").GetDouble(), Is.EqualTo(2.5));
        Assert.That(refused.Json.GetProperty("global").GetBoolean(), Is.False);
        Assert.That(refused.Header("Retry-After"), Is.EqualTo("3"));
        Assert.That(refused.Header("X-RateLimit-Scope"), Is.EqualTo("user"));
        Assert.That(elsewhere.Status, Is.EqualTo(200));
        Assert.That(elsewhere.Header("X-RateLimit-Bucket"), Is.EqualTo(refused.Header("X-RateLimit-Bucket")));
        Assert.That(test.Discord.TooManyRequests.Single(), Is.EqualTo(
            new SentTooManyRequests("POST", $"/channels/{test.Channel}/messages", "user", 2.5, OnDemand: false)));

        test.Clock.Advance(TimeSpan.FromSeconds(2.5));
        Assert.That((await PostAsync(test, test.Channel)).Status, Is.EqualTo(200));
        Assert.That(test.Discord.Violations, Is.Empty);
    }

    [Test]
    public async Task Waits_AreToldToTheMillisecond()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        await PostAsync(test, test.Channel);
        test.Clock.Advance(TimeSpan.FromTicks(12_344));

        Assert.That((await PostAsync(test, test.Channel)).Header("X-RateLimit-Reset-After"), Is.EqualTo("4.999"));
    }

    [Test]
    public async Task EditsAndCreates_HaveBucketsOfTheirOwn()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var created = await PostAsync(test, test.Channel);

        var edited = await EditAsync(test, created.Id);

        Assert.That(edited.Header("X-RateLimit-Bucket"), Is.Not.EqualTo(created.Header("X-RateLimit-Bucket")));
        Assert.That(edited.Header("X-RateLimit-Remaining"), Is.EqualTo("4"));
    }

    [Test]
    public async Task OldMessages_AreEditedRarely()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var old = (await PostAsync(test, test.Channel)).Id;
        test.Clock.Advance(TimeSpan.FromMinutes(61));

        for (var count = 0; count < 3; count++)
            Assert.That((await EditAsync(test, old)).Status, Is.EqualTo(200));
        var refused = await EditAsync(test, old);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((429, 30046)));
        Assert.That(refused.Header("X-RateLimit-Remaining"), Is.EqualTo("1"), "the headers give no warning");
    }

    [Test]
    public async Task GlobalLimit_SparesCallbacksAndFollowups()
    {
        var rules = RateLimitRules.Generous with { Global = new BucketRule("global", 2, TimeSpan.FromSeconds(1)) };
        await using var test = await DoubleUnderTest.StartAsync(new DiscordDoubleOptions { RateLimits = rules });
        await test.Bot.SendAsync("GET", "/users/@me");
        await test.Bot.SendAsync("GET", "/users/@me");

        var refused = await test.Bot.SendAsync("GET", "/users/@me");
        var hook = await test.Bot.SendAsync("POST", $"/webhooks/{test.Discord.ApplicationId}/none", """{"content":"x"}""");

        Assert.That(refused.Status, Is.EqualTo(429));
        Assert.That(refused.Json.GetProperty("global").GetBoolean(), Is.True);
        Assert.That(refused.Header("X-RateLimit-Global"), Is.EqualTo("true"));
        Assert.That(refused.Header("X-RateLimit-Bucket"), Is.Null);
        Assert.That(hook.Status, Is.EqualTo(404));
    }

    [Test]
    public async Task ManyInvalidRequests_EndInABanOfTheAddress()
    {
        await using var test = await DoubleUnderTest.StartAsync(
            new DiscordDoubleOptions { RateLimits = RateLimitRules.Generous with { InvalidRequests = 2 } });
        var hidden = test.Discord.CreateChannel(test.Guild, "hidden");
        test.Discord.SetPermissions(test.Guild, test.Guild, World.Permission.None);
        await PostAsync(test, hidden);
        test.Discord.Faults.LimitNext(RateLimitScope.Shared, TimeSpan.FromSeconds(1));
        await PostAsync(test, hidden);
        Assert.That(test.Discord.InvalidRequests, Is.EqualTo(1), "a shared limit is not the bot's fault");
        await PostAsync(test, hidden);

        var banned = await test.Bot.SendAsync("GET", "/users/@me");
        test.Clock.Advance(TimeSpan.FromMinutes(11));
        var later = await test.Bot.SendAsync("GET", "/users/@me");

        Assert.That(banned.Status, Is.EqualTo(429));
        Assert.That(banned.Text, Does.StartWith("<html>"));
        Assert.That(banned.Header("X-RateLimit-Scope"), Is.Null);
        Assert.That(double.Parse(banned.Header("Retry-After")!, CultureInfo.InvariantCulture), Is.EqualTo(600));
        Assert.That(later.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task SlowMode_IsALimitOfTheChannel()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        test.Discord.SetSlowMode(test.Channel, 30);
        await PostAsync(test, test.Channel);

        var refused = await PostAsync(test, test.Channel);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((429, 20016)));
        Assert.That(refused.Json.GetProperty("retry_after").GetDouble(), Is.EqualTo(30).Within(0.01));
    }

    [Test]
    public async Task Limits_CanBeSetForATest()
    {
        var rules = new RateLimitRules().With("GET /users/@me", 1, TimeSpan.FromMilliseconds(10));
        await using var test = await DoubleUnderTest.StartAsync(new DiscordDoubleOptions { RateLimits = rules });

        await test.Bot.SendAsync("GET", "/users/@me");
        Assert.That((await test.Bot.SendAsync("GET", "/users/@me")).Status, Is.EqualTo(429));
    }

    private static Task<RawBot.RawAnswer> PostAsync(DoubleUnderTest test, ulong channel) =>
        test.Bot.SendAsync("POST", $"/channels/{channel}/messages", """{"content":"x"}""");

    private static Task<RawBot.RawAnswer> EditAsync(DoubleUnderTest test, ulong message) =>
        test.Bot.SendAsync("PATCH", $"/channels/{test.Channel}/messages/{message}", """{"content":"y"}""");
}
