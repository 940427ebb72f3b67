namespace Codesmith.Tests.Doubles.Discord.World;

/// <param name="Emoji">The character, or <c>name:id</c>.</param>
/// <param name="Users">In the order they reacted.</param>
internal sealed record Reaction(string Emoji, List<ulong> Users);
