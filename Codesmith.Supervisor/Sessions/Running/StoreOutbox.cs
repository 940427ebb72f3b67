using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>Stores what a session says is to be stored, in order, without the session waiting for the disk.</summary>
internal sealed partial class StoreOutbox(SessionServices services)
{
    private Task<bool> _last = Task.FromResult(true);

    public void Save(SavedSession session) =>
        _last = DoAfterAsync(_last, () => services.Store.SaveAsync(session, CancellationToken.None));

    /// <summary>
    /// Done when all that was to be stored until now has been tried. Whether the last of it, which is the whole, is
    /// stored.
    /// </summary>
    public Task<bool> WhenEmptyAsync() => _last;

    private async Task<bool> DoAfterAsync(Task before, Func<Task> store)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await store();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The session goes on; what it loses is the resumption after a restart of the program.
            LogNotStored(services.Logger, exception);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A session could not be stored: after a restart it is not resumed")]
    private static partial void LogNotStored(ILogger logger, Exception exception);
}
