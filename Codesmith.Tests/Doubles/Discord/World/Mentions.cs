namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>Whom a message pinged.</summary>
internal sealed record Mentions(IReadOnlyList<ulong> Users, IReadOnlyList<ulong> Roles, bool Everyone)
{
    public static Mentions None { get; } = new([], [], Everyone: false);
}
