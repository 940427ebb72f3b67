using System.Net;
using System.Text;
using System.Text.Json;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Demo;
using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Tests.Demo;
using Codesmith.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Gateway.Metering;

internal sealed class BudgetTests
{
    private const string Reply = """{"model":"claude-opus-5-5","usage":{"input_tokens":100,"output_tokens":50}}""";

    private const string Whole = """
        {"model":"claude-opus-5-5","usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,"cache_creation_input_tokens":4}}
        """;

    private static readonly UserId Alice = new("alice");

    [TestCase(150, null, "150 of 150 tokens")]
    [TestCase(null, 0.0014, "$0.00 of $0.00")]
    public async Task SpentBudget_IsRefusedUntilTheNextDay(long? tokens, double? dollars, string spent)
    {
        await using var setup = await GatewaySetup.StartAsync(budget: new DailyBudget(tokens, (decimal?)dollars));
        setup.Answer = context => AnswerAsync(context);
        await using var alice = setup.Open("alice");
        await using var bob = setup.Open("bob");

        Assert.That(await PostAsync(setup, "alice"), Is.EqualTo(HttpStatusCode.OK));
        using (var client = setup.ClientOf("alice"))
        using (var refused = await client.PostAsync("/v1/messages", GatewaySetup.Json()))
        {
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(refused.Headers.GetValues("x-should-retry"), Is.EqualTo(new[] { "false" }));
            using var error = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
            Assert.That(
                error.RootElement.GetProperty("error").GetProperty("message").GetString(),
                Is.EqualTo($"Codesmith: your budget for today is used up ({spent}). It is renewed at 00:00 UTC, in 3 h 30 min."));
        }

        Assert.That(setup.Log.Text, Does.Contain($"Refused alice: Codesmith: your budget for today is used up ({spent})"));
        Assert.That(await PostAsync(setup, "alice", "/v1/messages/count_tokens"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await PostAsync(setup, "bob"), Is.EqualTo(HttpStatusCode.OK), "each has a budget of their own");
        setup.Clock.Advance(TimeSpan.FromHours(3.5) - TimeSpan.FromTicks(1));
        Assert.That(await PostAsync(setup, "alice"), Is.EqualTo(HttpStatusCode.TooManyRequests));
        setup.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await PostAsync(setup, "alice"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task AnswerOverMidnight_CountsInTheDayInWhichItBegan()
    {
        await using var setup = await GatewaySetup.StartAsync();
        using (var meter = setup.Usage.Begin(Alice, 0))
        {
            meter.Read("data: {\"message\":{\"usage\":{\"input_tokens\":7}}}\n"u8, "text/event-stream");
            Assert.That(setup.Usage.UseOf(Alice).Tokens, Is.EqualTo(7), "while it still comes");
            setup.Clock.Advance(TimeSpan.FromHours(4));
            meter.Read("data: {\"usage\":{\"output_tokens\":5}}\n"u8, "text/event-stream");
        }

        Assert.That(setup.Usage.UseOf(Alice), Is.EqualTo(new DayUse(new(2030, 1, 2))));
    }

    [Test]
    public async Task AnswersAtOneTime_AreAllCounted()
    {
        const int count = 40;
        await using var setup = await GatewaySetup.StartAsync();
        var arrived = new CountdownEvent(count);
        var allThere = new TaskCompletionSource();
        setup.Answer = async context =>
        {
            if (arrived.Signal())
                allThere.SetResult();
            await allThere.Task;
            await AnswerAsync(context);
        };
        await using var open = setup.Open("alice");

        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => PostAsync(setup, "alice")))
            .WaitAsync(Timeouts.MustNotHang);

        Assert.That(setup.Usage.UseOf(Alice), Is.EqualTo(new DayUse(new(2030, 1, 1), count * 150, count * 0.0014m)));
    }

    [TestCase(true, 100 + 1000, Description = "what was announced of the prompt, and what was written")]
    [TestCase(false, 2000, Description = "what the prompt is by its length")]
    public async Task ClientThatLeaves_PaysForWhatTheModelDid(bool afterSomeText, long tokens)
    {
        await using var setup = await GatewaySetup.StartAsync();
        var arrived = new TaskCompletionSource();
        setup.Answer = async context =>
        {
            if (afterSomeText)
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(
                    "data: {\"message\":{\"model\":\"claude-opus-5-5\",\"usage\":{\"input_tokens\":100,\"output_tokens\":1}}}\n\n");
                for (int delta = 0; delta < 8; delta++)
                    await context.Response.WriteAsync($"data: {{\"delta\":{{\"text\":\"{new string('a', 500)}\"}}}}\n\n");
                await context.Response.WriteAsync("data: {}\n\n");
            }

            arrived.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages");
        request.Content = GatewaySetup.Json(new string(' ', 8000));
        using var leaving = new CancellationTokenSource();

        var sent = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        await arrived.Task.WaitAsync(Timeouts.MustNotHang);
        if (afterSomeText)
        {
            using var reader = new StreamReader(await (await sent).Content.ReadAsStreamAsync());
            while (await reader.ReadLineAsync().WaitAsync(Timeouts.MustNotHang) != "data: {}")
            {
                // What was not read was perhaps not written.
            }
        }
        await leaving.CancelAsync();
        client.CancelPendingRequests();
        client.Dispose();

        await UntilAsync(() => setup.Usage.UseOf(Alice).Tokens == tokens);
    }

    [Test]
    public async Task RequestsBesideEachOther_DoNotPassTheBudgetTogether()
    {
        await using var setup = await GatewaySetup.StartAsync(budget: new DailyBudget(Tokens: 3000));
        var arrived = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        setup.Answer = async context =>
        {
            arrived.TrySetResult();
            await goOn.Task;
            await AnswerAsync(context);
        };
        await using var open = setup.Open("alice");

        var first = PostAsync(setup, "alice", body: new string(' ', 12_000));
        await arrived.Task.WaitAsync(Timeouts.MustNotHang);
        Assert.That(
            await PostAsync(setup, "alice"), Is.EqualTo(HttpStatusCode.TooManyRequests), "3000 tokens are expected");
        goOn.SetResult();

        Assert.That(await first.WaitAsync(Timeouts.MustNotHang), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await PostAsync(setup, "alice"), Is.EqualTo(HttpStatusCode.OK), "they were 150");
    }

    [Test]
    public async Task RequestThatFailed_IsNotExpectedAnyMore()
    {
        await using var setup = await GatewaySetup.StartAsync(budget: new DailyBudget(Tokens: 3000));
        setup.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await using var open = setup.Open("alice");

        for (int tries = 0; tries < 3; tries++)
        {
            Assert.That(
                await PostAsync(setup, "alice", body: new string(' ', 12_000)),
                Is.EqualTo(HttpStatusCode.InternalServerError));
        }
    }

    [Test]
    public async Task Use_OutlivesTheProgramAndAHalfWrittenLine()
    {
        using var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 23, 59, 0, TimeSpan.Zero));
        var reply = new MeteredReply("claude-opus-5-5", new TokenUsage(1, 2, 3, 4));
        for (int program = 0; program < 3; program++)
        {
            await using (var journal = new UsageJournal(folder.At("usage"), NullLogger.Instance))
            {
                var ledger = new UsageLedger(journal, DailyBudget.Unlimited, clock);
                Assert.That(ledger.UseOf(Alice).Tokens, Is.EqualTo(program * 10));
                using (var meter = ledger.Begin(Alice, 0))
                    meter.Read(Encoding.UTF8.GetBytes(Whole), "application/json");
                Assert.That(ledger.UseOf(Alice).Dollars, Is.EqualTo((program + 1) * ModelPrices.Of(reply)));
            }

            await File.AppendAllTextAsync(folder.At("usage/2030-01-01.jsonl"), """{"At":"2030""");
        }

        Assert.That(
            File.GetUnixFileMode(folder.At("usage/2030-01-01.jsonl")),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        clock.Advance(TimeSpan.FromMinutes(1));
        await using var nextDay = new UsageJournal(folder.At("usage"), NullLogger.Instance);
        Assert.That(new UsageLedger(nextDay, DailyBudget.Unlimited, clock).UseOf(Alice).Tokens, Is.Zero);
    }

    [Test]
    public async Task Figures_AreTheModelsOwn([Values] bool streams, [Values("SAY:hello", "RUNTOOL", "ERRMID")] string prompt)
    {
        await using var model = await ScriptedModel.StartAsync(
            ScriptedModelOptions.ForTests, NullLoggerFactory.Instance, TimeProvider.System);
        await using var setup = await GatewaySetup.StartAsync(model.BaseAddress);
        await using var open = setup.Open("alice");
        using var client = setup.ClientOf("alice");
        var body = ScriptedClient.Request(prompt);
        body["stream"] = streams;

        using var response = await client.PostAsync("/v1/messages", GatewaySetup.Json(body.ToJsonString()));
        long announced = Announced(await response.Content.ReadAsStringAsync(), streams);

        Assert.That(announced, Is.GreaterThan(1200));
        Assert.That(setup.Usage.UseOf(Alice).Tokens, Is.EqualTo(announced));
    }

    /// <summary>Read with another reader than the gateway's.</summary>
    private static long Announced(string answer, bool streams)
    {
        var last = new Dictionary<string, long>();
        foreach (string line in streams ? answer.Split('\n').Where(line => line.StartsWith("data: ")) : ["data: " + answer])
        {
            var message = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            if (message.TryGetProperty("message", out var begun))
                message = begun;
            if (!message.TryGetProperty("usage", out var usage))
                continue;
            foreach (string name in (string[])["input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"])
            {
                if (usage.TryGetProperty(name, out var count))
                    last[name] = count.GetInt64();
            }
        }

        return last.Values.Sum();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Reply);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Timeouts.MustNotHang);
        while (!isSo())
            await Task.Delay(Timeouts.StepOfAClock, TimeProvider.System, patience.Token);
    }

    private static async Task<HttpStatusCode> PostAsync(
        GatewaySetup setup, string user, string path = "/v1/messages", string body = "{}")
    {
        using var client = setup.ClientOf(user);
        using var response = await client.PostAsync(path, GatewaySetup.Json(body));
        return response.StatusCode;
    }
}
