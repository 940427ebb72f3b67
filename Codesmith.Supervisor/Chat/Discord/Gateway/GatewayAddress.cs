namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>The answer of <c>GET /gateway/bot</c>.</summary>
/// <param name="Url">Where to connect, without a query.</param>
/// <param name="Starts">How often a session may be begun.</param>
internal sealed record GatewayAddress(Uri Url, SessionStartLimit Starts);

/// <summary>How often a session may be begun. Discord resets the token of a bot that goes beyond it.</summary>
/// <param name="Total">In one period.</param>
/// <param name="Remaining">In the current period.</param>
/// <param name="ResetAfter">Until the next period.</param>
/// <param name="MaxConcurrency">Within <see cref="GatewayLimits.StartsPeriod"/>.</param>
internal sealed record SessionStartLimit(int Total, int Remaining, TimeSpan ResetAfter, int MaxConcurrency);
