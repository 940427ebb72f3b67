namespace Codesmith.Supervisor.Requirements;

/// <summary>
/// The agent's version that Codesmith is made for. It is written down once, in <c>deploy/claude-version</c>, which
/// the installation reads as well.
/// </summary>
internal static class PinnedAgent
{
    public static string Version { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(PinnedAgent).Assembly.GetManifestResourceStream("claude-version")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Trim();
    }
}
