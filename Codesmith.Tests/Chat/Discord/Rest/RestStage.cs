using System.Globalization;
using System.Net;
using System.Text;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Credentials;
using Codesmith.Tests.Gateway;
using Microsoft.Extensions.Time.Testing;

namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>The client with a far side that answers as the test says, on a clock that the test moves.</summary>
internal sealed class RestStage : HttpMessageHandler
{
    public const string Token = "the-bot-token";
    public const string InteractionToken = "the-interaction-token";

    public static readonly Snowflake Room = new(1100000000000000200);
    public static readonly Snowflake OtherRoom = new(1100000000000000201);
    public static readonly Snowflake Post = new(1300000000000000001);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly SteppedLoop _loop = new();
    private readonly DateTimeOffset _start;
    private readonly Queue<Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>> _script = new();

    /// <param name="isJustStarted">Whether another program may have been there a moment ago.</param>
    public RestStage(bool isJustStarted = false)
    {
        Rest = new DiscordRest(
            new DiscordRestOptions(new Secret(Token)), this, Clock, new Random(1), Log.Factory.CreateLogger("rest"));
        if (!isJustStarted)
            Clock.Advance(RestLimits.FirstDecoration);
        _start = Clock.GetUtcNow();
    }

    public FakeTimeProvider Clock { get; } = new();

    public RecordedLog Log { get; } = new();

    public DiscordRest Rest { get; }

    public List<SentRequest> Sent { get; } = [];

    /// <summary>Answers what the script does not; a message without limits unless it is changed.</summary>
    public Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } =
        (_, _) => Task.FromResult(Message());

    public TimeSpan Now => Clock.GetUtcNow() - _start;

    /// <summary>The next request is answered so.</summary>
    public RestStage Then(HttpResponseMessage answer)
    {
        _script.Enqueue((_, _) => Task.FromResult(answer));
        return this;
    }

    /// <summary>The next request is not answered, for this reason.</summary>
    public RestStage ThenFail(Exception reason)
    {
        _script.Enqueue((_, _) => Task.FromException<HttpResponseMessage>(reason));
        return this;
    }

    /// <summary>The next request is answered when the test sets the result.</summary>
    public TaskCompletionSource<HttpResponseMessage> ThenLater()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        _script.Enqueue((_, cancellation) => answer.Task.WaitAsync(cancellation));
        return answer;
    }

    public void Drain() => _loop.Drain();

    /// <summary>Lets time pass in small steps, and everything happen that it brings.</summary>
    public void Advance(double seconds)
    {
        Drain();
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (Now < end)
        {
            Clock.Advance(Step);
            Drain();
        }
    }

    /// <summary>The result of what can be finished without time passing.</summary>
    public T Finish<T>(Task<T> task)
    {
        Finish((Task)task);
        return task.Result;
    }

    public void Finish(Task task)
    {
        Drain();
        if (!task.IsCompleted)
            throw new InvalidOperationException("It waits for something.");
        task.GetAwaiter().GetResult();
    }

    /// <summary>The failure of what fails before the time is over.</summary>
    public DiscordException Failure(Task task, double seconds = 0)
    {
        Advance(seconds);
        return task.Exception?.InnerException as DiscordException
            ?? throw new InvalidOperationException($"It did not fail: {task.Status}.");
    }

    public Task<Message> CreateAsync(Snowflake? channel = null, CancellationToken cancellation = default) =>
        Rest.CreateMessageAsync(channel ?? Room, new MessagePayload { Content = "x" }, "n1", cancellation);

    public Task EditAsync(Snowflake? channel = null, string content = "x", CancellationToken cancellation = default) =>
        Rest.EditMessageAsync(channel ?? Room, Post, () => new MessagePayload { Content = content }, cancellation);

    public Task RespondAsync() => Rest.CreateInteractionResponseAsync(
        Post, new Secret(InteractionToken), InteractionResponse.Defer(isEphemeral: true), CancellationToken.None);

    public static HttpResponseMessage Message() => Json(
        HttpStatusCode.OK, """{"id":"1300000000000000001","channel_id":"1100000000000000200","author":{"id":"1"}}""");

    public static HttpResponseMessage Json(HttpStatusCode status, string json) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Error(int status, int code, string message = "No.") =>
        Json((HttpStatusCode)status, $$"""{"code":{{code}},"message":"{{message}}"}""");

    /// <summary>A message, counted for a limit of five in five seconds unless told otherwise.</summary>
    public static HttpResponseMessage Counted(
        string bucket, int remaining, double resetAfter, double reset = 1000, int limit = 5) =>
        With(Message(), bucket, remaining, resetAfter, reset, limit);

    public static HttpResponseMessage With(
        HttpResponseMessage answer, string bucket, int remaining, double resetAfter, double reset = 1000, int limit = 5)
    {
        answer.Headers.Add("X-RateLimit-Limit", $"{limit}");
        answer.Headers.Add("X-RateLimit-Remaining", $"{remaining}");
        answer.Headers.Add("X-RateLimit-Reset", reset.ToString(CultureInfo.InvariantCulture));
        answer.Headers.Add("X-RateLimit-Reset-After", resetAfter.ToString(CultureInfo.InvariantCulture));
        answer.Headers.Add("X-RateLimit-Bucket", bucket);
        return answer;
    }

    public static HttpResponseMessage Limited(string scope, double retryAfter)
    {
        bool isGlobal = scope == "global";
        var answer = Json(
            HttpStatusCode.TooManyRequests,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"message":"You are being rate limited.","retry_after":{{retryAfter}},"global":{{(isGlobal ? "true" : "false")}}}"""));
        answer.Headers.Add("X-RateLimit-Scope", scope);
        answer.Headers.Add("Retry-After", $"{Math.Ceiling(retryAfter)}");
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key, header => string.Join(' ', header.Value));
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var sent = new SentRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, headers, body, Now);
        Sent.Add(sent);
        return await (_script.TryDequeue(out var next) ? next : Answer)(sent, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Rest.Dispose();
            _loop.Dispose();
            Log.Dispose();
        }

        base.Dispose(disposing);
    }
}
