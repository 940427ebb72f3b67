using Microsoft.Extensions.Time.Testing;

namespace Codesmith.Tests.Doubles.Discord.Tests;

/// <summary>A double whose clock stands still, with a guild, its owner, a channel, and a bot.</summary>
internal sealed class DoubleUnderTest : IAsyncDisposable
{
    private DoubleUnderTest(DiscordDouble discord, FakeTimeProvider clock)
    {
        Discord = discord;
        Clock = clock;
        Guild = discord.CreateGuild("forge");
        Owner = discord.OwnerOf(Guild);
        Channel = discord.CreateChannel(Guild, "general");
        Bot = new RawBot(discord);
    }

    public DiscordDouble Discord { get; }

    public FakeTimeProvider Clock { get; }

    public ulong Guild { get; }

    public ulong Owner { get; }

    public ulong Channel { get; }

    public RawBot Bot { get; }

    public static async Task<DoubleUnderTest> StartAsync(DiscordDoubleOptions? options = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return new DoubleUnderTest(
            await DiscordDouble.StartAsync((options ?? new DiscordDoubleOptions()) with { Clock = clock }), clock);
    }

    public async ValueTask DisposeAsync()
    {
        Bot.Dispose();
        await Discord.DisposeAsync();
    }
}
