using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Codesmith.Supervisor.Demo;

/// <summary>The last requests, for tests: what was asked, and a way to wait for what will be.</summary>
internal sealed class RequestLog(ScriptedModelOptions options)
{
    private readonly Lock _lock = new();
    private readonly Queue<ModelRequest> _requests = new();
    private readonly List<(Func<ModelRequest, bool> Wanted, TaskCompletionSource<ModelRequest> Found)> _waiting = [];

    public IReadOnlyList<ModelRequest> All
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <summary>Remembers a request; <paramref name="message"/> is null if its body is no message.</summary>
    public ModelRequest Add(HttpContext context, MessagesRequest? message, ModelRequestKind kind)
    {
        var request = new ModelRequest(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            kind,
            message?.Model,
            message?.Prompt.Text ?? "",
            message?.Streams ?? false,
            options.KeepBodies ? message?.BodyText : null);
        lock (_lock)
        {
            _requests.Enqueue(request);
            if (_requests.Count > options.KeptRequests)
                _requests.Dequeue();
            foreach (var waiting in _waiting.Where(each => each.Wanted(request)).ToArray())
            {
                _waiting.Remove(waiting);
                waiting.Found.TrySetResult(request);
            }
        }

        return request;
    }

    /// <summary>The first request, past or to come, that is wanted.</summary>
    public Task<ModelRequest> WaitForAsync(Func<ModelRequest, bool> wanted, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_requests.FirstOrDefault(wanted) is { } seen)
                return Task.FromResult(seen);
            var found = new TaskCompletionSource<ModelRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task.WaitAsync(cancellation);
        }
    }
}
