using Codesmith.Supervisor.Chat;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>
/// What a session wants from the chat and goes on without: how it went comes back as an input, whatever went wrong, for
/// somebody waits for it.
/// </summary>
/// <param name="services">What sessions run with.</param>
/// <param name="user">Whose session.</param>
/// <param name="post">Takes what happens.</param>
/// <param name="ending">The end of the session: nobody waits any more.</param>
internal sealed partial class ChatErrands(
    SessionServices services, UserId user, Func<SessionInput, Task> post, CancellationToken ending)
{
    public Task OpenChannelAsync(SessionEffect.OpenChannel open) => RunAsync(async () =>
    {
        try
        {
            return new SessionInput.ChannelOpened(
                await services.Chat.OpenChannelAsync(user, open.Place, open.From, ending));
        }
        catch (Exception exception) when (!ending.IsCancellationRequested)
        {
            LogNoChannel(services.Logger, exception, user);
            return new SessionInput.ChannelNotOpened(
                exception is ChatException ? exception.Message : "The channel could not be opened.");
        }
    });

    public Task FetchFilesAsync(SessionEffect.FetchFiles fetch) => RunAsync(async () =>
    {
        try
        {
            await services.Spool.FetchAsync(services.Chat, fetch.Files, fetch.Attachments, ending);
            return new SessionInput.FilesKept(fetch.PromptId, fetch.Files);
        }
        catch (Exception exception) when (!ending.IsCancellationRequested)
        {
            LogNoFiles(services.Logger, exception, user);
            return new SessionInput.FilesLost(
                fetch.PromptId, fetch.Files,
                exception is ChatException ? exception.Message : "They could not be stored.");
        }
    });

    /// <summary>Nobody waits for this one.</summary>
    public void DropFiles(AttachedFiles files)
    {
        try
        {
            services.Spool.Drop(files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // They take room until the next start of the program, which tries again.
            LogFilesLeft(services.Logger, exception, user);
        }
    }

    private async Task RunAsync(Func<Task<SessionInput>> errand)
    {
        try
        {
            // Never on the session's own thread.
            await Task.Yield();
            await post(await errand());
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            LogCancelled(services.Logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No channel for {User}")]
    private static partial void LogNoChannel(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Files of {User} could not be fetched")]
    private static partial void LogNoFiles(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Files of {User} could not be removed")]
    private static partial void LogFilesLeft(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Something wanted from the chat was given up at the end")]
    private static partial void LogCancelled(ILogger logger);
}
