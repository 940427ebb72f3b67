namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>Where to connect for events, and how often that may begin anew.</summary>
internal sealed record GatewayBot(Uri Url, int Shards = 1, SessionStartLimit? SessionStartLimit = null);

/// <param name="Total">Identifies a day.</param>
/// <param name="Remaining">Those left; beyond them the token is reset.</param>
/// <param name="ResetAfter">Milliseconds until they are all there again.</param>
/// <param name="MaxConcurrency">Identifies in five seconds.</param>
internal sealed record SessionStartLimit(int Total, int Remaining, long ResetAfter, int MaxConcurrency = 1);
