namespace Codesmith.Supervisor.Requirements;

/// <summary>One thing that Codesmith needs, and how it is.</summary>
/// <param name="Name">Such as "bubblewrap".</param>
/// <param name="IsMet">Whether it is as needed.</param>
/// <param name="Found">What is there, in a few words: a version, a path, an error.</param>
/// <param name="Fix">One sentence with what to do; null when it is met.</param>
internal sealed record Requirement(string Name, bool IsMet, string Found, string? Fix);
