using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>A worker, reached by its link, with everything that was made for it.</summary>
/// <param name="link">How it is spoken to.</param>
/// <param name="parts">Link, sandbox, its group, doors, folders.</param>
/// <param name="watch">Looks after its limits.</param>
/// <param name="onEnded">Told once, when all of it is gone.</param>
internal sealed class SandboxedWorker(
    IWorkerLink link, SandboxParts parts, SandboxWatch watch, Action<SandboxedWorker> onEnded)
    : ISessionWorker
{
    private readonly Lock _gate = new();
    private Task? _ending;

    public IAsyncEnumerable<NumberedEvent> ReadEventsAsync(CancellationToken cancellationToken) =>
        link.ReadEventsAsync(cancellationToken);

    public IAsyncEnumerable<LimitNews> ReadLimitsAsync(CancellationToken cancellationToken) =>
        watch.ReadAsync(cancellationToken);

    public Task SendAsync(WorkerRequest request, CancellationToken cancellationToken) =>
        link.SendAsync(request, cancellationToken);

    public Task<ScreenCapture> CaptureScreenAsync(CancellationToken cancellationToken) =>
        link.CaptureScreenAsync(cancellationToken);

    /// <summary>Every caller waits until all of it is gone: the session's own and the end of the supervisor may meet.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new ValueTask(_ending ??= EndAsync());
    }

    private async Task EndAsync()
    {
        try
        {
            await parts.DisposeAsync();
        }
        finally
        {
            onEnded(this);
        }
    }
}
