namespace Codesmith.Tests.Doubles.Discord.Schema;

/// <param name="Path">As <c>embeds.0.title</c>; empty for the whole.</param>
internal sealed record SchemaProblem(string Path, string Message)
{
    /// <summary>How far a value got: the alternative in which it got deepest was the one meant.</summary>
    public int Depth => Path.Length == 0 ? 0 : Path.Count(character => character == '.') + 1;
}
