namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>A person or a bot.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Username">Unique, but can be changed.</param>
/// <param name="GlobalName">The name to show; null if none was chosen.</param>
/// <param name="Bot">Whether it is a program.</param>
internal sealed record User(Snowflake Id, string Username = "", string? GlobalName = null, bool Bot = false)
{
    public string DisplayName => GlobalName ?? Username;
}

/// <summary>A user in a guild.</summary>
/// <param name="User">Absent inside a message, whose author it is.</param>
/// <param name="Nick">The name in this guild, if there is one.</param>
/// <param name="Roles">Without @everyone.</param>
/// <param name="Permissions">In interactions only: in the channel, everything counted.</param>
internal sealed record Member(
    User? User = null, string? Nick = null, IReadOnlyList<Snowflake>? Roles = null, Permissions? Permissions = null);
