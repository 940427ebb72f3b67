using Codesmith.Supervisor.Egress;

namespace Codesmith.Supervisor.Hosting;

/// <summary>Reads <see cref="EgressOptions"/>.</summary>
internal static class EgressOptionsReader
{
    internal const string ModeVariable = "CODESMITH_EGRESS";
    internal const string AllowVariable = "CODESMITH_EGRESS_ALLOW";
    internal const string AskVariable = "CODESMITH_EGRESS_ASK";

    /// <summary>Reads them; with a mistake, something else for what is wrong.</summary>
    internal static EgressOptions Read(Settings settings) => new(
        Mode(settings),
        settings.Values(AllowVariable, "Egress:Allow")
            .Select(host => Host(settings, host)).OfType<HostPattern>().ToArray(),
        Ask(settings));

    private static EgressMode Mode(Settings settings)
    {
        switch (settings.Value(ModeVariable, "Egress:Mode")?.ToLowerInvariant())
        {
            case "isolated":
                return EgressMode.Isolated;
            case null or "allowlist":
                return EgressMode.AllowList;
            case "open":
                return EgressMode.Open;
            case var other:
                settings.Reject($"{ModeVariable} is to be isolated, allowlist or open, not {other}");
                return EgressMode.AllowList;
        }
    }

    private static HostPattern? Host(Settings settings, string text)
    {
        var pattern = HostPattern.Read(text);
        if (pattern is null)
        {
            settings.Reject(
                $"{AllowVariable} is to be names of hosts with commas between them, such as example.com or"
                + $" *.example.com and without port or path, but has {text}");
        }

        return pattern;
    }

    private static bool Ask(Settings settings)
    {
        switch (settings.Value(AskVariable, "Egress:Ask")?.ToLowerInvariant())
        {
            case null or "on" or "true":
                return true;
            case "off" or "false":
                return false;
            case var other:
                settings.Reject($"{AskVariable} is to be on or off, not {other}");
                return true;
        }
    }
}
