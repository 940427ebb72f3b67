using Codesmith.Supervisor.Commands;

namespace Codesmith.Supervisor.Hosting;

/// <summary>The block of lines shown at the start: what was found, what will be used, what to type first.</summary>
internal static class StartBanner
{
    /// <summary>Builds the block.</summary>
    /// <param name="options">What will be used.</param>
    /// <param name="found">What was found on this machine.</param>
    /// <param name="commandPrefix">How a command is typed, such as "/cc ".</param>
    /// <param name="logPlace">Where to look when something goes wrong.</param>
    internal static IReadOnlyList<string> Lines(
        CodesmithOptions options, StartFindings found, string commandPrefix, string logPlace) =>
    [
        options.Model is { } access
            ? $"Codesmith {found.Version}: Claude Code from a chat, model at {access.BaseUrl.Authority}"
            : $"Codesmith {found.Version}, DEMO: the real Claude Code, answered by a scripted model on this machine",
        $"  Claude Code  {found.Claude ?? "not found"}",
        $"  Sandbox      {found.Sandbox ?? "not found"}",
        $"  Data         {options.DataFolder}",
        $"  Log          {logPlace}",
        found is { Claude: not null, Sandbox: not null }
            ? $"Type {commandPrefix}{CommandCatalogue.Start}, then what you want done."
                + $" {commandPrefix}{CommandCatalogue.Help} shows the commands."
            : $"Something is missing: type {commandPrefix}{CommandCatalogue.Requirements} to see how to fix it.",
    ];
}

/// <summary>What was found at the start. Null is not found.</summary>
/// <param name="Version">Codesmith's own.</param>
/// <param name="Claude">The agent's version and place, in a few words.</param>
/// <param name="Sandbox">The sandbox's kind and version, in a few words.</param>
internal sealed record StartFindings(string Version, string? Claude, string? Sandbox);
