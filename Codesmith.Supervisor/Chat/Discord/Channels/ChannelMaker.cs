using System.Text;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Channels;

/// <summary>Makes channels and private threads for users. One at a time, or there are two of them.</summary>
internal sealed partial class ChannelMaker(
    DiscordOptions options, DiscordRest rest, DiscordWorld world, TimeProvider clock, Random random, ILogger log)
{
    private const string CategoryName = "Codesmith";

    /// <summary>What a user may do in their own channel, and the bot too.</summary>
    private const Permissions Members =
        Permissions.ViewChannel | Permissions.SendMessages | Permissions.ReadMessageHistory | Permissions.AddReactions
        | Permissions.AttachFiles | Permissions.EmbedLinks;

    /// <summary>Whether it is a channel that was made for this user: its topic says so.</summary>
    public static bool IsFor(Snowflake user, Channel channel) =>
        channel.Type == ChannelType.Text && channel.Topic?.EndsWith(Mark(user), StringComparison.Ordinal) == true;

    /// <summary>A channel below the category "Codesmith".</summary>
    /// <returns>Null where the bot may not make one.</returns>
    public async Task<Channel?> MakeChannelAsync(Snowflake user, GuildView guild, CancellationToken cancellation)
    {
        // A place was prescribed: threads of it are what may be made.
        var mine = guild.BotPermissions(world.Bot, channel: null);
        if (options.Channel is not null || !mine.HasFlag(Permissions.ManageChannels))
            return null;
        try
        {
            var category = FindCategory([.. guild.Channels.Values])
                ?? await MakeAsync(
                    guild.Id, new ChannelCreate(CategoryName, ChannelType.Category), FindCategory, cancellation);
            world.Put(category with { GuildId = guild.Id });
            string name = await NameAsync(guild.Id, user, cancellation);
            // A bot gives others nothing that it does not have itself.
            var allowed = Members & mine;
            var wanted = new ChannelCreate(
                name, ChannelType.Text, category.Id, $"Claude Code for <@{user}> · {Mark(user)}",
                [
                    new Overwrite(guild.Id, OverwriteType.Role, Deny: Permissions.ViewChannel),
                    new Overwrite(user, OverwriteType.Member, allowed),
                    new Overwrite(world.Bot, OverwriteType.Member, allowed | (mine & Permissions.PinMessages)),
                ]);
            return await MakeAsync(
                guild.Id, wanted, channels => channels.FirstOrDefault(channel => IsFor(user, channel)), cancellation);
        }
        catch (DiscordException exception) when (IsRefusal(exception))
        {
            // No permission after all, or no room: a server has so many channels at most.
            LogNoChannel(exception, guild.Id);
            return null;
        }
    }

    /// <summary>A private thread.</summary>
    /// <param name="user">For whom.</param>
    /// <param name="guild">Where.</param>
    /// <param name="from">The channel it begins in, or another thread of that.</param>
    /// <param name="cancellation">Gives up; it may have been made.</param>
    /// <returns>Null where the bot may not make one.</returns>
    public async Task<Channel?> MakeThreadAsync(
        Snowflake user, GuildView guild, Channel from, CancellationToken cancellation)
    {
        var parent = from.IsThread && from.ParentId is { } id ? guild.Channels.GetValueOrDefault(id) : from;
        if (parent is not { Type: ChannelType.Text } || !guild.BotPermissions(world.Bot, parent).HasFlag(
            Permissions.ViewChannel | Permissions.CreatePrivateThreads | Permissions.SendMessagesInThreads))
            return null;
        string name = $"codesmith-{await NameAsync(guild.Id, user, cancellation)}";
        var wanted = new ThreadCreate(
            name, ChannelType.PrivateThread, DiscordLimits.ThreadArchiveMinutes, Invitable: false);
        // Nothing in a thread says whose it is; but all others were there before.
        var newest = guild.Channels.Keys.DefaultIfEmpty().Max();
        try
        {
            return await OnceAsync(
                () => rest.StartThreadAsync(parent.Id, wanted, cancellation),
                async () => (await rest.GetActiveThreadsAsync(guild.Id, cancellation)).Threads.FirstOrDefault(thread =>
                    thread.Type == ChannelType.PrivateThread && thread.OwnerId == world.Bot && thread.Name == name
                    && thread.Id > newest),
                cancellation);
        }
        catch (DiscordException exception) when (IsRefusal(exception))
        {
            LogNoThread(exception, parent.Id);
            return null;
        }
    }

    private static bool IsRefusal(DiscordException exception) =>
        exception.Kind is DiscordErrorKind.Forbidden or DiscordErrorKind.Invalid;

    private Task<Channel> MakeAsync(
        Snowflake guild, ChannelCreate wanted, Func<IReadOnlyCollection<Channel>, Channel?> find,
        CancellationToken cancellation) => OnceAsync(
        () => rest.CreateGuildChannelAsync(guild, wanted, cancellation),
        async () => find(await rest.GetGuildChannelsAsync(guild, cancellation)),
        cancellation);

    /// <summary>
    /// Makes what Discord makes anew with each request: after an answer that was lost, only what is not to be found is
    /// made once more.
    /// </summary>
    private async Task<Channel> OnceAsync(
        Func<Task<Channel>> make, Func<Task<Channel?>> find, CancellationToken cancellation)
    {
        try
        {
            return await make();
        }
        catch (DiscordException exception) when (exception.Kind == DiscordErrorKind.Unavailable)
        {
            LogLost(exception);
            await Task.Delay(Spread(DiscordLimits.LostChannelPause), clock, cancellation);
            return await find() ?? await make();
        }
    }

    /// <summary>One with room for a channel more.</summary>
    private static Channel? FindCategory(IReadOnlyCollection<Channel> channels) => channels.FirstOrDefault(category =>
        category is { Type: ChannelType.Category, Name: CategoryName }
        && channels.Count(channel => channel.ParentId == category.Id) < DiscordLimits.CategoryChannels);

    private static string Mark(Snowflake user) => $"codesmith:{user}";

    /// <summary>For people alone: nothing depends on it, so whatever goes wrong, the id does as well.</summary>
    private async Task<string> NameAsync(Snowflake guild, Snowflake user, CancellationToken cancellation)
    {
        try
        {
            var member = await rest.GetGuildMemberAsync(guild, user, cancellation);
            return Slug(member.Nick ?? member.User?.DisplayName ?? "") is { Length: > 0 } slug ? slug : user.ToString();
        }
        catch (DiscordException exception)
        {
            LogNoName(exception, guild);
            return user.ToString();
        }
    }

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (char character in name.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character))
                slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        string text = slug.ToString().Trim('-');
        const int longest = DiscordLimits.ChannelName / 2;
        return text[..Math.Min(text.Length, longest)];
    }

    private TimeSpan Spread(TimeSpan longest)
    {
        lock (random)
            return longest * (0.5 + (random.NextDouble() / 2));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The name of a user in guild {Guild} could not be read")]
    private partial void LogNoName(DiscordException exception, Snowflake guild);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a channel was made is not known; it is looked for")]
    private partial void LogLost(DiscordException exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No channel could be made in guild {Guild}; a thread is tried")]
    private partial void LogNoChannel(DiscordException exception, Snowflake guild);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "No private thread could be made in {Channel}; the channel itself is used")]
    private partial void LogNoThread(DiscordException exception, Snowflake channel);
}
