namespace Codesmith.Supervisor.Requirements;

/// <summary>The result of a check as people read it: an item a line, and how to fix what is not met.</summary>
internal static class RequirementsText
{
    public static string Of(IReadOnlyList<Requirement> items) => string.Join('\n', items.Select(Line));

    private static string Line(Requirement item) => item.IsMet
        ? $"✓ {item.Name}: {item.Found}"
        : $"✗ {item.Name}: {item.Found}. {item.Fix}";
}
