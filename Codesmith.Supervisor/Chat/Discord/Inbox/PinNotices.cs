using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Inbox;

/// <summary>Removes the notices of the bot's own pins: that it pinned the panel is no news.</summary>
internal sealed partial class PinNotices(DiscordRest rest, DiscordWorld world, ILogger log)
{
    /// <summary>Whether the message is one; then it goes by itself.</summary>
    public bool TryRemove(Message message, CancellationToken cancellation)
    {
        if (message.Type != MessageType.PinNotice || message.Author.Id != world.Bot)
            return false;
        _ = RemoveAsync(message, cancellation);
        return true;
    }

    private async Task RemoveAsync(Message notice, CancellationToken cancellation)
    {
        try
        {
            await rest.DeleteMessageAsync(notice.ChannelId, notice.Id, cancellation);
        }
        catch (DiscordException exception)
        {
            LogNotRemoved(exception, notice.ChannelId);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The notice of a pin in {Channel} could not be removed")]
    private partial void LogNotRemoved(DiscordException exception, Snowflake channel);
}
