using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;

namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>Calls as the port promises them: what Discord refuses comes as a <see cref="ChatException"/>.</summary>
/// <param name="rest">Wakes threads.</param>
/// <param name="channelGone">Told of a channel that turns out to be gone.</param>
internal sealed class DiscordCalls(DiscordRest rest, Action<Snowflake> channelGone)
{
    /// <summary>A call about a channel. A thread that was put away is woken for it.</summary>
    public async Task<T> InAsync<T>(Snowflake channel, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            try
            {
                return await call();
            }
            catch (DiscordException exception) when (exception.Kind == DiscordErrorKind.Archived)
            {
                await rest.ModifyThreadAsync(channel, new ThreadModify(Archived: false), cancellation);
                return await call();
            }
        }
        catch (DiscordException exception)
        {
            if (exception.Code == DiscordErrors.UnknownChannel)
                channelGone(channel);
            throw Translate(exception);
        }
    }

    /// <inheritdoc cref="InAsync{T}"/>
    public Task InAsync(Snowflake channel, Func<Task> call, CancellationToken cancellation) => InAsync(
        channel,
        async () =>
        {
            await call();
            return true;
        },
        cancellation);

    /// <summary>Any other call.</summary>
    public static async Task<T> AnyAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (DiscordException exception)
        {
            throw Translate(exception);
        }
    }

    private static ChatException Translate(DiscordException exception) => exception.Kind switch
    {
        DiscordErrorKind.Gone when exception.Code == DiscordErrors.UnknownChannel =>
            new ChatException("The channel is not there any more.", exception, ChatFailure.ChannelGone),
        DiscordErrorKind.Gone => new ChatException("It is not there any more.", exception, ChatFailure.PostGone),
        DiscordErrorKind.Forbidden => new ChatException(
            $"Codesmith lacks a permission on this server: {exception.Message}", exception, ChatFailure.Refused),
        DiscordErrorKind.DirectMessagesClosed => new ChatException(
            "The user takes no direct messages.", exception, ChatFailure.Refused),
        DiscordErrorKind.Invalid or DiscordErrorKind.TooLarge => new ChatException(
            $"Discord does not take that: {exception.Message}", exception, ChatFailure.Refused),
        _ => new ChatException($"Discord cannot do that now: {exception.Message}", exception)
        {
            NotBefore = exception.NotBefore,
        },
    };
}
