using Codesmith.Protocol;

namespace Codesmith.Worker.Claude;

/// <summary>How Claude Code is started: its arguments and its environment.</summary>
internal static class ClaudeCommand
{
    /// <summary>
    /// What stands where a key would. The model gateway outside the sandbox puts the real one in its place; the last
    /// twenty characters are approved in <see cref="ClaudeHome"/>.
    /// </summary>
    public const string PlaceholderKey = "sk-ant-codesmith-gateway-adds-the-real-key";

    /// <param name="launch">What to start.</param>
    /// <param name="transcriptExists">Whether the conversation has a record: then it is resumed, else begun.</param>
    public static IReadOnlyList<string> Arguments(AgentLaunch launch, bool transcriptExists)
    {
        List<string> arguments =
        [
            "--dangerously-skip-permissions",
            transcriptExists ? "--resume" : "--session-id", launch.ConversationId,
        ];
        if (launch.Model is not null)
            arguments.AddRange(["--model", launch.Model]);
        return arguments;
    }

    /// <param name="launch">What to start.</param>
    /// <param name="inherited">The worker's own environment, made by the sandbox: nothing of the host's is in it.</param>
    public static IReadOnlyDictionary<string, string> Environment(
        AgentLaunch launch, IReadOnlyDictionary<string, string> inherited)
    {
        var environment = new Dictionary<string, string>(AccountEnvironment(inherited), StringComparer.Ordinal)
        {
            ["TERM"] = "xterm-256color",
            // Makes it draw whole frames (synchronized output), without asking for keyboard extensions.
            ["TERM_PROGRAM"] = "alacritty",
            ["ANTHROPIC_BASE_URL"] = $"http://127.0.0.1:{SandboxLayout.ModelPort}",
            // Six tries take half a minute to a minute: as long as somebody in a chat waits before they want to know.
            ["CLAUDE_CODE_MAX_RETRIES"] = "6",
        };
        if (launch.Credential == AgentCredential.Gateway)
            environment["ANTHROPIC_API_KEY"] = PlaceholderKey;
        return environment;
    }

    /// <summary>For its commands about accounts, which know neither key nor gateway.</summary>
    /// <param name="inherited">The worker's own environment.</param>
    public static IReadOnlyDictionary<string, string> AccountEnvironment(IReadOnlyDictionary<string, string> inherited)
    {
        var environment = new Dictionary<string, string>(inherited, StringComparer.Ordinal)
        {
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            ["CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL"] = "1",
            ["DISABLE_AUTOUPDATER"] = "1",
            ["DISABLE_UPDATES"] = "1",
            ["DISABLE_INSTALLATION_CHECKS"] = "1",
        };
        return environment;
    }
}
