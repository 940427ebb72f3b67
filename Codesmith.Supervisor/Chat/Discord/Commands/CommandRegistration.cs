using System.Collections.Concurrent;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Codesmith.Supervisor.Commands;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Commands;

/// <summary>Declares the commands on each server, where they are seen at once; only if they are not there as they should be.</summary>
internal sealed partial class CommandRegistration(DiscordRest rest, DiscordWorld world, ILogger log)
{
    private readonly ConcurrentDictionary<Snowflake, string> _failures = [];
    private readonly ConcurrentDictionary<Snowflake, Task> _latest = [];

    /// <summary>Why a server has no commands, in one line; empty for none.</summary>
    public IReadOnlyDictionary<Snowflake, string> Failures => _failures;

    /// <summary>Done when every server that is known has its commands, or a failure.</summary>
    public Task WhenTriedAsync() => Task.WhenAll(_latest.Values);

    /// <summary>Sees to the commands of a server. Returns at once.</summary>
    public void Register(Snowflake guild, CancellationToken cancellation) =>
        _latest[guild] = RegisterAsync(guild, cancellation);

    private async Task RegisterAsync(Snowflake guild, CancellationToken cancellation)
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
            _failures[guild] = exception.Message;
            LogNotRegistered(exception, guild);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The commands were registered in guild {Guild}")]
    private partial void LogRegistered(Snowflake guild);

    [LoggerMessage(Level = LogLevel.Error, Message = "The commands could not be registered in guild {Guild}")]
    private partial void LogNotRegistered(DiscordException exception, Snowflake guild);
}
