using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Commands;

namespace Codesmith.Supervisor.Chat.Discord.Interactions;

/// <summary>Reads slash commands by their declarations.</summary>
internal sealed class CommandInteractions
{
    /// <summary>What every command begins with.</summary>
    public const string Root = "cc";

    public InteractionStep Read(Interaction interaction)
    {
        if (interaction is not { Data: { Name: Root, Options: [{ Type: CommandOptionType.SubCommand } chosen] }, Invoker: { } user }
            || CommandCatalogue.All.FirstOrDefault(command => command.Name == chosen.Name) is not { } declared)
            return InteractionStep.Say("Codesmith does not know that command: this server's list may be old. Try again in a minute.");
        var arguments = (chosen.Options ?? [])
            .Where(option => option.Value is { Length: > 0 } && declared.Options.Any(known => known.Name == option.Name))
            .ToDictionary(option => option.Name, option => option.Value!);
        return new InteractionStep(InteractionResponse.Defer(isEphemeral: true))
        {
            Happened = new CommandInvoked(
                new UserId(user.Id.ToString()), new ChannelId(interaction.ChannelId.ToString()!),
                new InteractionId(interaction.Id.ToString()), declared.Name, arguments),
        };
    }

    /// <summary>The declared values that go on as the user began.</summary>
    public static IReadOnlyList<CommandChoice> Suggest(Interaction interaction)
    {
        var chosen = interaction.Data?.Options is [var first, ..] ? first : null;
        var focused = chosen?.Options?.FirstOrDefault(option => option.Focused);
        var declared = CommandCatalogue.All.FirstOrDefault(command => command.Name == chosen?.Name)?
            .Options.FirstOrDefault(option => option.Name == focused?.Name);
        string typed = focused?.Value ?? "";
        return
        [
            .. (declared?.Values ?? [])
                .Where(value => value.Contains(typed, StringComparison.OrdinalIgnoreCase))
                .Take(DiscordLimits.Suggestions)
                .Select(value => new CommandChoice(value, value)),
        ];
    }
}
