using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Codesmith.Supervisor.Chat.Discord.Commands;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using Codesmith.Supervisor.Chat.Discord.Inbox;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.World;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>
/// Brings the gateway's events to where they are dealt with. None is waited for: an interaction has three seconds, and
/// what stands before it in the queue must not take them.
/// </summary>
/// <param name="world">Learns of guilds and channels.</param>
/// <param name="inbox">Takes messages.</param>
/// <param name="notices">Removes what nobody wants to read.</param>
/// <param name="desk">Takes interactions.</param>
/// <param name="registration">Declares the commands on servers.</param>
/// <param name="admission">On which servers.</param>
/// <param name="happened">Takes what has been read already.</param>
/// <param name="log">For what cannot be read.</param>
internal sealed partial class DiscordEvents(
    DiscordWorld world, MessageInbox inbox, PinNotices notices, InteractionDesk desk, CommandRegistration registration,
    Admission admission, Action<ChatEvent> happened, ILogger log) : IGatewayHandler
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done at the first time that the gateway is there.</summary>
    public Task Ready => _ready.Task;

    /// <inheritdoc/>
    public void StateChanged(GatewayState state)
    {
        if (state is GatewayState.Ready)
            _ready.TrySetResult();
    }

    /// <inheritdoc/>
    public Task HandleAsync(GatewayDispatch dispatch, CancellationToken cancellation)
    {
        try
        {
            Handle(dispatch, cancellation);
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception, dispatch.Name);
        }
        return Task.CompletedTask;
    }

    private void Handle(GatewayDispatch dispatch, CancellationToken cancellation)
    {
        switch (dispatch.Name)
        {
            case "READY":
                Close(world.Begin(Read(dispatch, DiscordJson.Default.Ready)));
                _ = inbox.CatchUpAsync(cancellation);
                break;
            case "INTERACTION_CREATE":
                desk.Take(Read(dispatch, DiscordJson.Default.Interaction), happened, cancellation);
                break;
            case "MESSAGE_CREATE":
                var message = Read(dispatch, DiscordJson.Default.Message);
                if (!notices.TryRemove(message, cancellation))
                    inbox.Take(message);
                break;
            case "MESSAGE_UPDATE":
                inbox.TakeEdit(Read(dispatch, DiscordJson.Default.Message));
                break;
            case "MESSAGE_DELETE":
                var deletion = Read(dispatch, DiscordJson.Default.MessageDelete);
                inbox.TakeDeletion(deletion.ChannelId, deletion.Id);
                break;
            case "MESSAGE_DELETE_BULK":
                var deletions = Read(dispatch, DiscordJson.Default.MessageDeleteBulk);
                foreach (var id in deletions.Ids)
                    inbox.TakeDeletion(deletions.ChannelId, id);
                break;
            case "GUILD_CREATE":
                TakeGuild(Read(dispatch, DiscordJson.Default.Guild), cancellation);
                break;
            case "GUILD_UPDATE":
                world.Update(Read(dispatch, DiscordJson.Default.Guild));
                break;
            case "GUILD_DELETE":
                var left = Read(dispatch, DiscordJson.Default.Guild);
                // An outage passes.
                if (left.Unavailable != true)
                    Close(world.Remove(left.Id));
                break;
            case "CHANNEL_CREATE" or "CHANNEL_UPDATE" or "THREAD_CREATE" or "THREAD_UPDATE":
                world.Put(Read(dispatch, DiscordJson.Default.Channel));
                break;
            case "CHANNEL_DELETE" or "THREAD_DELETE":
                Close(world.Remove(Read(dispatch, DiscordJson.Default.Channel)));
                break;
            case "THREAD_LIST_SYNC":
                world.Sync(Read(dispatch, DiscordJson.Default.ThreadListSync));
                break;
            case "GUILD_ROLE_CREATE" or "GUILD_ROLE_UPDATE" or "GUILD_ROLE_DELETE":
                world.Put(Read(dispatch, DiscordJson.Default.RoleChange));
                break;
            case "GUILD_MEMBER_UPDATE":
                world.Put(Read(dispatch, DiscordJson.Default.MemberChange));
                break;
        }
    }

    private void TakeGuild(Guild guild, CancellationToken cancellation)
    {
        if (guild.Unavailable == true)
            return;
        // First: who waits until all servers are there waits for their commands next.
        if (admission.Admits(guild.Id))
            registration.Register(guild.Id, cancellation);
        world.Put(guild);
    }

    private void Close(IEnumerable<Snowflake> channels)
    {
        foreach (var channel in channels)
            inbox.Close(channel);
    }

    private static T Read<T>(GatewayDispatch dispatch, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(dispatch.Data.Span, type) ?? throw new JsonException("It is null.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event {Name} of Discord's could not be read")]
    private partial void LogUnreadable(JsonException exception, string name);
}
