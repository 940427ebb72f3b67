using System.Globalization;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// Codesmith while it runs. Started means that the chat is connected; it asks the host to stop when the chat is closed
/// for good; stopped means that nothing of a session is left but its last posts.
/// </summary>
/// <param name="frontEnd">The chat.</param>
/// <param name="sessions">Everybody's.</param>
/// <param name="router">Brings the one to the other.</param>
/// <param name="findBanner">Looks at the machine, and says what is shown at the start.</param>
/// <param name="lifetime">The host's.</param>
/// <param name="log">The operator's log.</param>
internal sealed class SupervisorService(
    IChatFrontEnd frontEnd, SessionDirectory sessions, ChatRouter router,
    Func<CancellationToken, Task<IReadOnlyList<string>>> findBanner, IHostApplicationLifetime lifetime, ILogger log)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private Task _routing = Task.CompletedTask;

    /// <summary>How it is, in one line for the operator. May be read at any time.</summary>
    internal string Status => sessions.ActiveCount switch
    {
        1 => $"{frontEnd.State}, 1 session",
        var count => string.Create(CultureInfo.InvariantCulture, $"{frontEnd.State}, {count} sessions"),
    };

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await sessions.LoadAsync(cancellationToken);
        frontEnd.ShowBanner(await findBanner(cancellationToken));
        _routing = RouteAsync();
        try
        {
            await frontEnd.ConnectedAsync(cancellationToken);
        }
        catch
        {
            // A host stops only what it has started.
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The token is not heeded: sessions end within bounds of their own, and posts left open help nobody.
    /// </remarks>
    /// <exception cref="ChatException">The chat failed while it ran.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        try
        {
            await _routing;
        }
        finally
        {
            await sessions.StopAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ending.Dispose();

    private async Task RouteAsync()
    {
        try
        {
            await router.RunAsync(_ending.Token);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            log.ShutdownRequested();
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}
