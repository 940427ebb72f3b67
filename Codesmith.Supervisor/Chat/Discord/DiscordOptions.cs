using System.Collections.Immutable;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>How Codesmith takes part in Discord; valid once it exists. Ids are Discord's snowflakes.</summary>
/// <param name="Token">The bot's; sent to Discord, and nowhere else.</param>
/// <param name="ApiBase">Absolute; https, or http on this machine. Its path does not end with a slash.</param>
/// <param name="Channel">The one channel that Codesmith works in; null: wherever it may.</param>
/// <param name="Admission">Who may use it.</param>
internal sealed record DiscordOptions(Secret Token, Uri ApiBase, ulong? Channel, DiscordAdmission Admission);

/// <summary>Who may use Codesmith; whoever may runs programs on this machine.</summary>
/// <param name="Guilds">The servers it works in; empty for all that its bot is a member of.</param>
/// <param name="Roles">A member with one of them may. With no role and no user listed, every member may.</param>
/// <param name="Users">They may, whatever their roles.</param>
internal sealed record DiscordAdmission(
    ImmutableHashSet<ulong> Guilds, ImmutableHashSet<ulong> Roles, ImmutableHashSet<ulong> Users);
