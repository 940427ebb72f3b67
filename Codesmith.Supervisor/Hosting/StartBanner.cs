using Codesmith.Supervisor.Commands;
using Codesmith.Supervisor.Requirements;

namespace Codesmith.Supervisor.Hosting;

/// <summary>The block of lines shown at the start: what was found, what will be used, what to type first.</summary>
internal static class StartBanner
{
    /// <summary>Builds the block.</summary>
    /// <param name="options">What will be used.</param>
    /// <param name="version">Codesmith's own.</param>
    /// <param name="findings">What was found on this machine.</param>
    /// <param name="commandPrefix">How a command is typed, such as "/cc ".</param>
    /// <param name="logPlace">Where to look when something goes wrong.</param>
    internal static IReadOnlyList<string> Lines(
        CodesmithOptions options, string version, IReadOnlyList<Requirement> findings, string commandPrefix,
        string logPlace) =>
    [
        options.Model is { } access
            ? $"Codesmith {version}: Claude Code from {(options.Discord is null ? "a chat" : "Discord")},"
                + $" model at {access.BaseUrl.Authority}"
            : $"Codesmith {version}, DEMO: the real Claude Code{(options.Discord is null ? "" : " from Discord")},"
                + " answered by a scripted model on this machine",
        .. findings.Select(item => $"  {item.Name,-12} {(item.IsMet ? item.Found : $"NOT READY: {item.Found}")}"),
        $"  {"data",-12} {options.DataFolder}",
        $"  {"log",-12} {logPlace}",
        findings.All(item => item.IsMet)
            ? $"Type {commandPrefix}{CommandCatalogue.Start}, then what you want done."
                + $" {commandPrefix}{CommandCatalogue.Help} shows the commands."
            : $"Something is missing: {commandPrefix}{CommandCatalogue.Requirements} says how to fix it.",
    ];
}
