using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.Snapshot;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord;

/// <summary>What people see, and waiting for it.</summary>
internal sealed partial class DiscordDouble
{
    /// <summary>The messages of a channel as text without ids and times, oldest first.</summary>
    /// <param name="asUser">Who may not see the channel reads nothing.</param>
    public string Read(ulong channel, ulong? asUser = null)
    {
        lock (_world.Gate)
        {
            return _world.Channels.TryGetValue(channel, out var found)
                && (asUser is not { } user || Access.CanSee(_world, found, user))
                    ? ChannelText.Messages(_world, found.Messages.Values)
                    : "";
        }
    }

    /// <summary>What only the person of this interaction sees.</summary>
    public string Read(Interaction interaction)
    {
        lock (_world.Gate)
            return ChannelText.Messages(_world, interaction.EphemeralMessages);
    }

    /// <summary>Categories, channels and threads.</summary>
    public string ReadTree(ulong guild, ulong? asUser = null)
    {
        lock (_world.Gate)
            return ChannelText.Tree(_world, guild, asUser);
    }

    /// <summary>The messages of a channel, oldest first.</summary>
    public IReadOnlyList<Message> Messages(ulong channel)
    {
        lock (_world.Gate)
            return [.. _world.Channels[channel].Messages.Values];
    }

    /// <summary>The id of a channel or thread, which must be there once.</summary>
    public ulong ChannelNamed(ulong guild, string name)
    {
        lock (_world.Gate)
            return _world.Channels.Values.Single(channel => channel.GuildId == guild && channel.Name == name).Id;
    }

    /// <summary>The commands of a guild, as registered.</summary>
    public IReadOnlyList<string> CommandNames(ulong guild)
    {
        lock (_world.Gate)
            return [.. _commands.Of(guild).All.Select(command => (string)command["name"]!)];
    }

    public bool IsTyping(ulong channel)
    {
        lock (_world.Gate)
            return _world.Channels[channel].TypingUntil > _world.Now;
    }

    /// <summary>Done when the condition holds; looked at once for each change of anything here.</summary>
    /// <param name="condition">On this Discord.</param>
    /// <param name="atMost">One of <see cref="Timeouts"/>; null for <see cref="Timeouts.MustNotHang"/>.</param>
    public async Task UntilAsync(Func<bool> condition, TimeSpan? atMost = null)
    {
        using var timeout = new CancellationTokenSource(atMost ?? Timeouts.MustNotHang);
        while (true)
        {
            var change = _world.Changes.NextAsync();
            if (condition())
                return;
            try
            {
                await change.WaitAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new AssertionException($"This did not come about. {Everything()}");
            }
        }
    }

    private string Everything()
    {
        lock (_world.Gate)
        {
            var channels = _world.Channels.Values
                .Where(channel => channel.Messages.Count > 0)
                .Select(channel => $"\n#{channel.Name}\n{ChannelText.Messages(_world, channel.Messages.Values)}");
            var limited = string.Join('\n', TooManyRequests);
            return $"Violations:\n{string.Join('\n', Violations)}\n429:\n{limited}\n{string.Concat(channels)}";
        }
    }
}
