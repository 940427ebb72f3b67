using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Gateway.Metering;

namespace Codesmith.Supervisor.Hosting;

/// <summary>How this Codesmith is configured; valid once it exists.</summary>
/// <param name="DataFolder">Absolute path of the folder for sessions' files and logs; made at the first start.</param>
/// <param name="WorkerFolder">Absolute path of the folder that holds the worker's program.</param>
/// <param name="ClaudeProgram">Absolute path of the agent's program; it need not be there.</param>
/// <param name="Model">The real model; null for the demo.</param>
/// <param name="Discord">The chat; null for the terminal.</param>
internal sealed record CodesmithOptions(
    string DataFolder, string WorkerFolder, string ClaudeProgram, ModelAccess? Model, DiscordOptions? Discord = null)
{
    /// <summary>What each user may use in a day.</summary>
    internal DailyBudget Budget { get; init; } = DailyBudget.Unlimited;

    /// <summary>What sessions may take of the machine.</summary>
    internal LimitsOptions Limits { get; init; } = new();

    /// <summary>Whether a scripted model on this machine answers.</summary>
    internal bool IsDemo => Model is null;

    /// <summary>What sandboxes may reach.</summary>
    internal EgressOptions Egress { get; init; } = EgressOptions.Default;
}

/// <summary>The way to a real model.</summary>
/// <param name="ApiKey">Shared by all; sent with their requests, and nowhere else. Null if users sign in by themselves.</param>
/// <param name="BaseUrl">Absolute, http or https.</param>
internal sealed record ModelAccess(Secret? ApiKey, Uri BaseUrl);
