using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Signs;

/// <summary>
/// Shows that Claude works as if it typed, in each channel for as long as a session works there. Discord lets the sign
/// go by itself when it is not renewed.
/// </summary>
internal sealed partial class TypingSigns(DiscordRest rest, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Snowflake, Sign> _signs = [];

    public void Show(Snowflake channel, bool working)
    {
        lock (_gate)
        {
            var sign = _signs.GetValueOrDefault(channel);
            if (working && sign is not null)
            {
                sign.Sessions++;
            }
            else if (working)
            {
                var ending = new CancellationTokenSource();
                _signs[channel] = new Sign(ending, RenewAsync(channel, ending.Token));
            }
            else if (sign is not null && --sign.Sessions == 0)
            {
                _signs.Remove(channel);
                sign.Ending.Cancel();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Sign> left;
        lock (_gate)
        {
            left = [.. _signs.Values];
            _signs.Clear();
        }
        foreach (var sign in left)
        {
            await sign.Ending.CancelAsync();
            await sign.Renewing;
        }
    }

    private async Task RenewAsync(Snowflake channel, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await rest.TriggerTypingAsync(channel, cancellation);
                await Task.Delay(DiscordLimits.TypingPeriod, clock, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Done with.
        }
        catch (DiscordException exception)
        {
            // A sign of work is nothing to wait for; the next turn begins a new one.
            LogNotShown(exception, channel);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "That Claude works in {Channel} could not be shown")]
    private partial void LogNotShown(DiscordException exception, Snowflake channel);

    /// <summary>A sign that is shown.</summary>
    private sealed class Sign(CancellationTokenSource ending, Task renewing)
    {
        public CancellationTokenSource Ending => ending;

        public Task Renewing => renewing;

        /// <summary>How many sessions of the channel work.</summary>
        public int Sessions { get; set; } = 1;
    }
}
