using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>Stores what a session says is to be stored, in order, without the session waiting for the disk.</summary>
internal sealed partial class StoreOutbox(SessionServices services)
{
    private Task _last = Task.CompletedTask;

    public void Save(SavedSession session) =>
        _last = DoAfterAsync(_last, () => services.Store.SaveAsync(session, CancellationToken.None));

    public Task WhenEmptyAsync() => _last;

    private async Task DoAfterAsync(Task before, Func<Task> store)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await store();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The session goes on; what it loses is the resumption after a restart of the program.
            LogNotStored(services.Logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A session could not be stored: after a restart it is not resumed")]
    private static partial void LogNotStored(ILogger logger, Exception exception);
}
