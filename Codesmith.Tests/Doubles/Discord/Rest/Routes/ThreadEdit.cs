using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

/// <summary>PATCH of a channel that is a thread.</summary>
internal static class ThreadEdit
{
    public static RestAnswer Apply(
        DiscordWorld world, BotAccess access, ChannelBoard channels, Channel thread, JsonElement body)
    {
        var state = thread.Thread!;
        var errors = new FormErrors();
        var name = errors.Text(body, "", "name", ChannelRoutes.NameLength, 1);
        ThreadRoutes.CheckDuration(body, errors);
        errors.ThrowIfAny();

        var archived = body.Flag("archived", state.Archived);
        var mayManage = access.In(thread).HasFlag(Permission.ManageThreads);
        if (state.Archived && archived)
            throw DiscordErrors.ThreadArchived();
        var onlyUnarchives = state.Archived && !state.Locked && !body.Has("name") && !body.Has("locked");
        if (!mayManage && (state.OwnerId != world.Bot.Id || body.Has("locked") || state.Locked)
            && !(onlyUnarchives && access.In(thread).HasFlag(Permission.SendMessages)))
            throw DiscordErrors.MissingPermissions();

        thread.Name = name ?? thread.Name;
        state.Locked = body.Flag("locked", state.Locked);
        state.Invitable = body.Flag("invitable", state.Invitable);
        state.AutoArchiveMinutes = (int)body.Number("auto_archive_duration", state.AutoArchiveMinutes);
        channels.Archive(thread, archived);
        return RestAnswer.Ok(thread.ToJson());
    }
}
