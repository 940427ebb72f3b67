using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class InteractionTests
{
    private const string Commands = """
        [{"name":"cc","description":"Sessions","options":[
          {"type":1,"name":"start","description":"Start","options":[
            {"type":3,"name":"prompt","description":"What","required":true,"max_length":20},
            {"type":3,"name":"model","description":"Model","choices":[{"name":"Opus","value":"opus"}]},
            {"type":11,"name":"file","description":"File"}]},
          {"type":1,"name":"resume","description":"Resume","options":[
            {"type":3,"name":"session","description":"Which","required":true,"autocomplete":true}]},
          {"type":2,"name":"admin","description":"Admin","options":[
            {"type":1,"name":"allow","description":"Allow","options":[{"type":6,"name":"user","description":"Whom","required":true}]}]}]}]
        """;

    [Test]
    public async Task Command_ArrivesWithItsOptions()
    {
        await using var test = await WithCommandsAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;

        test.Discord.InvokeCommand(
            test.Owner, test.Channel, "cc start", ("prompt", "fix"), ("file", new Upload("a.txt", [1])));
        var data = (await gateway.DispatchAsync("INTERACTION_CREATE")).GetProperty("d").GetProperty("data");
        test.Discord.InvokeCommand(test.Owner, test.Channel, "cc admin allow", ("user", test.Owner));
        var nested = (await gateway.DispatchAsync("INTERACTION_CREATE")).GetProperty("d").GetProperty("data");

        var start = data.GetProperty("options")[0];
        var file = start.GetProperty("options")[1].GetProperty("value").GetString()!;
        Assert.That(start.GetProperty("options")[0].GetProperty("value").GetString(), Is.EqualTo("fix"));
        Assert.That(data.GetProperty("resolved").GetProperty("attachments").GetProperty(file).GetProperty("filename").GetString(), Is.EqualTo("a.txt"));
        Assert.That(nested.GetProperty("options")[0].GetProperty("options")[0].GetProperty("name").GetString(), Is.EqualTo("allow"));
        Assert.That(
            nested.GetProperty("resolved").GetProperty("users").TryGetProperty($"{test.Owner}", out _), Is.True);
    }

    [TestCase("dd")]
    [TestCase("cc")]
    [TestCase("cc start")]
    [TestCase("cc start", "prompt", 7)]
    [TestCase("cc start", "prompt", "much longer than twenty characters")]
    [TestCase("cc start", "nothing", "x")]
    public async Task Command_ThatCannotBeGiven_FailsTheTest(
        string command, string? option = null, object? value = null)
    {
        await using var test = await WithCommandsAsync();

        Assert.That(
            () => test.Discord.InvokeCommand(
                test.Owner, test.Channel, command, option is null ? [] : [(option, value!)]),
            Throws.InvalidOperationException);
    }

    [Test]
    public async Task Reply_IsAMessageOfTheCommand()
    {
        await using var test = await WithCommandsAsync();
        var run = test.Discord.InvokeCommand(test.Owner, test.Channel, "cc start", ("prompt", "fix"));
        test.Clock.Advance(TimeSpan.FromSeconds(1));

        var answer = await CallbackAsync(test, run, """{"type":4,"data":{"content":"Started."}}""", "?with_response=true");
        var again = await CallbackAsync(test, run, """{"type":4,"data":{"content":"Started."}}""");

        Assert.That(answer.Json.GetProperty("resource").GetProperty("message").GetProperty("content").GetString(), Is.EqualTo("Started."));
        Assert.That((again.Status, again.Code), Is.EqualTo((400, 40060)));
        Assert.That((run.Callback, run.CallbackAfter), Is.EqualTo((CallbackKind.Reply, TimeSpan.FromSeconds(1))));
        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("codesmith: Started.\n"));
        Assert.That(test.Discord.Violations, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Deferral_IsFilledByTheToken()
    {
        await using var test = await WithCommandsAsync();
        var run = test.Discord.InvokeCommand(test.Owner, test.Channel, "cc start", ("prompt", "fix"));
        var hooks = $"/webhooks/{test.Discord.ApplicationId}/{run.Token}";

        var early = await test.Bot.SendAsync("PATCH", hooks + "/messages/@original", """{"content":"x"}""");
        await CallbackAsync(test, run, """{"type":5,"data":{"flags":64}}""");
        Assert.That(test.Discord.Read(run), Is.EqualTo("codesmith (only you see this): (thinking)\n"));
        await test.Bot.SendAsync("PATCH", hooks + "/messages/@original", """{"content":"Done."}""");
        var followed = await test.Bot.SendAsync("POST", hooks, """{"content":"More.","flags":64}""");
        test.Clock.Advance(TimeSpan.FromMinutes(16));
        var late = await test.Bot.SendAsync("POST", hooks, """{"content":"Too late."}""");

        Assert.That((early.Status, early.Code), Is.EqualTo((404, 10015)));
        Assert.That(followed.Status, Is.EqualTo(200));
        Assert.That((late.Status, late.Code), Is.EqualTo((401, 50027)));
        Assert.That(test.Discord.Read(run), Is.EqualTo(
            "codesmith (only you see this): Done.\ncodesmith (reply to codesmith) (only you see this): More.\n"));
        Assert.That(test.Discord.Read(test.Channel), Is.Empty);
    }

    [Test]
    public async Task ThreeSeconds_VoidTheToken()
    {
        await using var test = await WithCommandsAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;
        var run = test.Discord.InvokeCommand(test.Owner, test.Channel, "cc start", ("prompt", "fix"));
        await gateway.DispatchAsync("INTERACTION_CREATE");

        test.Clock.Advance(TimeSpan.FromSeconds(3.1));
        var answer = await CallbackAsync(test, run, """{"type":5}""");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((404, 10062)));
        Assert.That(test.Discord.LateInteractions, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Press_NeedsALiveButton()
    {
        await using var test = await WithCommandsAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;
        var message = await test.Bot.PostAsync(test.Channel, """
            {"content":"x","components":[{"type":1,"components":[{"type":2,"style":4,"label":"Stop","custom_id":"stop"},
             {"type":2,"style":2,"label":"Off","custom_id":"off","disabled":true}]}]}
            """);

        var run = test.Discord.PressButton(test.Owner, message, "Stop");
        var data = (await gateway.DispatchAsync("INTERACTION_CREATE")).GetProperty("d");
        await CallbackAsync(test, run, """{"type":7,"data":{"content":"Stopped.","components":[]}}""");

        Assert.That(data.GetProperty("data").GetProperty("custom_id").GetString(), Is.EqualTo("stop"));
        Assert.That(data.GetProperty("message").GetProperty("id").GetString(), Is.EqualTo($"{message}"));
        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("codesmith: Stopped.\n"));
        Assert.That(() => test.Discord.PressButton(test.Owner, message, "Stop"), Throws.InvalidOperationException);
        Assert.That(test.Discord.Violations, Is.Empty);
    }

    [Test]
    public async Task DisabledButton_CannotBePressed()
    {
        await using var test = await WithCommandsAsync();
        var message = await test.Bot.PostAsync(test.Channel, """
            {"components":[{"type":1,"components":[{"type":2,"style":2,"label":"Off","custom_id":"off","disabled":true}]}]}
            """);

        Assert.That(() => test.Discord.PressButton(test.Owner, message, "off"), Throws.InvalidOperationException);
    }

    [Test]
    public async Task Modal_ComesBackAsItWasFilledIn()
    {
        await using var test = await WithCommandsAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(test.Discord);
        using var open = gateway;
        var run = test.Discord.InvokeCommand(test.Owner, test.Channel, "cc start", ("prompt", "fix"));
        await CallbackAsync(test, run, """
            {"type":9,"data":{"custom_id":"ask","title":"Answer","components":[
              {"type":18,"label":"Text","component":{"type":4,"custom_id":"text","style":2}},
              {"type":18,"label":"Model","component":{"type":3,"custom_id":"model","options":[{"label":"Opus","value":"o"}]}}]}}
            """);

        Assert.That(
            () => test.Discord.SubmitModal(run, ("text", ""), ("model", "Opus")), Throws.InvalidOperationException);
        var submit = test.Discord.SubmitModal(run, ("text", "yes"), ("model", "Opus"));
        await gateway.DispatchAsync("INTERACTION_CREATE");
        var data = (await gateway.DispatchAsync("INTERACTION_CREATE")).GetProperty("d").GetProperty("data").GetProperty("components");
        var modalAgain = await CallbackAsync(test, submit, """{"type":9,"data":{"custom_id":"a","title":"b","components":[]}}""");

        Assert.That(data[0].GetProperty("component").GetProperty("value").GetString(), Is.EqualTo("yes"));
        Assert.That(data[1].GetProperty("component").GetProperty("values")[0].GetString(), Is.EqualTo("o"));
        Assert.That(modalAgain.Code, Is.EqualTo(50035));
    }

    [Test]
    public async Task Autocompletion_IsAnsweredByChoicesOnly()
    {
        await using var test = await WithCommandsAsync();
        var run = test.Discord.Autocomplete(test.Owner, test.Channel, "cc resume", "session", "fi");

        var wrong = await CallbackAsync(test, run, """{"type":5}""");
        var right = await CallbackAsync(test, run, """{"type":8,"data":{"choices":[{"name":"fix (running)","value":"17"}]}}""");

        Assert.That(wrong.Code, Is.EqualTo(50035));
        Assert.That(right.Status, Is.EqualTo(204));
        Assert.That(run.Choices, Is.EqualTo(new[] { "fix (running)" }));
    }

    [Test]
    public async Task HiddenCommand_CannotBeUsed()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var member = test.Discord.CreateMember(test.Guild, "alice");
        await test.Bot.SendAsync(
            "PUT", $"/applications/{test.Discord.ApplicationId}/guilds/{test.Guild}/commands",
            """[{"name":"cc","description":"x","default_member_permissions":"0"}]""");

        Assert.That(() => test.Discord.InvokeCommand(member, test.Channel, "cc"), Throws.InvalidOperationException);
        Assert.That(() => test.Discord.InvokeCommand(test.Owner, test.Channel, "cc"), Throws.Nothing);
    }

    private static async Task<DoubleUnderTest> WithCommandsAsync()
    {
        var test = await DoubleUnderTest.StartAsync();
        var answer = await test.Bot.SendAsync(
            "PUT", $"/applications/{test.Discord.ApplicationId}/guilds/{test.Guild}/commands", Commands);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return test;
    }

    private static Task<RawBot.RawAnswer> CallbackAsync(
        DoubleUnderTest test, Interaction run, string json, string query = "") =>
        test.Bot.SendAsync("POST", $"/interactions/{run.Id}/{run.Token}/callback{query}", json);
}
