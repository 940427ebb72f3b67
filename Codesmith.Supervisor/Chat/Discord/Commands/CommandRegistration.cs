using System.Collections.Concurrent;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Codesmith.Supervisor.Commands;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Commands;

/// <summary>
/// Declares the commands on each server, where they are seen at once; only if they are not there as they should be. What
/// fails for now is tried again, until it is done or the server comes anew.
/// </summary>
internal sealed partial class CommandRegistration(DiscordRest rest, DiscordWorld world, TimeProvider clock, ILogger log)
{
    private readonly ConcurrentDictionary<Snowflake, DiscordException> _failures = [];
    private readonly ConcurrentDictionary<Snowflake, Task> _latest = [];

    /// <summary>Why a server has no commands; empty for none.</summary>
    public IReadOnlyDictionary<Snowflake, DiscordException> Failures => _failures;

    /// <summary>Whether what failed so is tried again.</summary>
    public static bool IsTemporary(DiscordException failure) =>
        failure.Kind is DiscordErrorKind.Unavailable or DiscordErrorKind.Unexpected;

    /// <summary>Done when every server that is known has its commands, or a failure.</summary>
    public Task WhenTriedAsync() => Task.WhenAll(_latest.Values);

    /// <summary>Sees to the commands of a server. Returns at once.</summary>
    public void Register(Snowflake guild, CancellationToken cancellation)
    {
        var tried = TryAsync(guild, cancellation);
        _latest[guild] = tried;
        _ = RepeatAsync(guild, tried, cancellation);
    }

    /// <summary>Tries until it is done, or fails for good, or somebody else does.</summary>
    private async Task RepeatAsync(Snowflake guild, Task first, CancellationToken cancellation)
    {
        await first;
        for (var pause = DiscordLimits.FirstRegistrationPause; ; pause = Longer(pause))
        {
            if (!_failures.TryGetValue(guild, out var failure) || !IsTemporary(failure))
                return;
            await Task.Delay(pause, clock, cancellation).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (cancellation.IsCancellationRequested || _latest[guild] != first)
                return;
            await TryAsync(guild, cancellation);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) =>
        pause * 2 < DiscordLimits.LongestRegistrationPause ? pause * 2 : DiscordLimits.LongestRegistrationPause;

    private async Task TryAsync(Snowflake guild, CancellationToken cancellation)
    {
        try
        {
            var declared = CommandForms.Of(CommandCatalogue.All);
            var registered = await rest.GetGuildCommandsAsync(world.Application, guild, cancellation);
            if (!CommandForms.AreSame(declared, registered))
            {
                await rest.OverwriteGuildCommandsAsync(world.Application, guild, declared, cancellation);
                LogRegistered(guild);
            }
            _failures.TryRemove(guild, out _);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The program ends.
        }
        catch (DiscordException exception)
        {
            _failures[guild] = exception;
            LogNotRegistered(exception, guild);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The commands were registered in guild {Guild}")]
    private partial void LogRegistered(Snowflake guild);

    [LoggerMessage(Level = LogLevel.Error, Message = "The commands could not be registered in guild {Guild}")]
    private partial void LogNotRegistered(DiscordException exception, Snowflake guild);
}
