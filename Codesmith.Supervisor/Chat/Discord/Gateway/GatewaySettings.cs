using Codesmith.Supervisor.Credentials;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>What the gateway client works with.</summary>
/// <param name="Token">The bot's token, without "Bot " before it.</param>
/// <param name="Intents">The sum of the intents: which events Discord sends.</param>
/// <param name="Clock">For every pause and time limit.</param>
/// <param name="Random">Spreads pauses, so that not all bots return at once after an outage.</param>
/// <param name="Log">Gets what happens to the connection, never what is in it.</param>
internal sealed record GatewaySettings(Secret Token, int Intents, TimeProvider Clock, Random Random, ILogger Log);
