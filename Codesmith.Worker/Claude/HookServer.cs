using System.Globalization;
using System.Net;
using Codesmith.Protocol;

namespace Codesmith.Worker.Claude;

/// <summary>What arrives at the <see cref="HookServer"/>. Called on any thread.</summary>
internal interface IHookSink
{
    /// <summary>A hook fired. The task's result is the JSON of the answer; the agent waits for it.</summary>
    Task<byte[]> OnHookAsync(HookEvent hook, CancellationToken cancellationToken);

    /// <summary>The status line of a conversation was drawn.</summary>
    Task OnStatusLineAsync(string? conversation, AgentStatus status);
}

/// <summary>
/// Takes Claude Code's HTTP hooks, and what <see cref="Forwarder"/> passes on, on the sandbox's own loopback. Whatever
/// runs in the sandbox can reach it: it belongs to that user alone.
/// </summary>
internal sealed class HookServer : IAsyncDisposable
{
    public const string HookPath = "/hook";
    public const string StatusPath = "/status";

    /// <summary>A hook carries a tool's whole input and output; Claude Code itself cuts those far below this.</summary>
    private const int BodyBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Of all requests under way, those that wait for an answer among them. Beyond it they are refused, not kept
    /// waiting: a hook that is lost costs less than one that holds up the agent.
    /// </summary>
    private const int HeldBytes = 4 * BodyBytes;

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IHookSink _sink;
    private Task _accepting = Task.CompletedTask;
    private long _heldBytes;

    public HookServer(IHookSink sink, int port = SandboxLayout.HookPort)
    {
        _sink = sink;
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
    }

    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Close();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Closing the listener is the only way to end this wait.
                return;
            }

            // Each request ends by itself: a permission may stay open for hours while others come and go.
            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var reply = await ReplyToAsync(context.Request);
            context.Response.StatusCode = (int)(reply is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
            context.Response.ContentType = "application/json";
            context.Response.Close(reply ?? HookReply.None, willBlock: false);
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException
                                              or IOException or OperationCanceledException or ProtocolViolationException)
        {
            // The caller hung up: Claude Code withdrew a question, or ended.
            context.Response.Abort();
        }
    }

    /// <summary>Null for what is refused. Whoever gets the answer finds its room free again.</summary>
    private async Task<byte[]?> ReplyToAsync(HttpListenerRequest request)
    {
        using var body = new MemoryStream();
        try
        {
            return await ReadBodyAsync(request, body) ? await DispatchAsync(request, body) : null;
        }
        finally
        {
            Interlocked.Add(ref _heldBytes, -body.Length);
        }
    }

    private async Task<byte[]?> DispatchAsync(HttpListenerRequest request, MemoryStream body)
    {
        var json = body.GetBuffer().AsMemory(0, (int)body.Length);
        switch (request.Url?.AbsolutePath)
        {
            case HookPath when HookPayload.Parse(json) is { } hook:
                return await _sink.OnHookAsync(hook with { ProcessId = Caller(request) }, _stopping.Token);
            case StatusPath when StatusLine.Parse(json) is { } reading:
                await _sink.OnStatusLineAsync(reading.Conversation, reading.Status);
                return HookReply.None;
            default:
                return null;
        }
    }

    private static int? Caller(HttpListenerRequest request) =>
        int.TryParse(request.Headers[Forwarder.CallerHeader], CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Returns false when it is too much.</summary>
    private async Task<bool> ReadBodyAsync(HttpListenerRequest request, MemoryStream body)
    {
        if (request.HttpMethod != "POST" || request.ContentLength64 > BodyBytes)
            return false;
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.InputStream.ReadAsync(buffer, _stopping.Token)) > 0)
        {
            body.Write(buffer, 0, read);
            if (Interlocked.Add(ref _heldBytes, read) > HeldBytes || body.Length > BodyBytes)
                return false;
        }

        return true;
    }
}
