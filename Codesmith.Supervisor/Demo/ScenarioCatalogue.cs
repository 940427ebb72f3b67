using Codesmith.Supervisor.Demo.Scenarios;

namespace Codesmith.Supervisor.Demo;

/// <summary>All scenarios, and which of them a prompt asks for.</summary>
internal static class ScenarioCatalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. TextScenarios.All,
        .. ToolScenarios.All,
        .. FileScenarios.All,
        .. QuestionScenarios.All,
        .. FailureScenarios.All,
        ScriptScenario.Instance,
        WelcomeScenario.Help,
    ];

    /// <summary>The scenario whose word comes first in the prompt; a welcome where there is none.</summary>
    public static (Scenario Scenario, string Argument) Choose(string prompt)
    {
        var chosen = WelcomeScenario.IsHelp(prompt) ? WelcomeScenario.Help : WelcomeScenario.Default;
        var argument = "";
        var first = int.MaxValue;
        foreach (var scenario in All)
        {
            var match = scenario.Trigger.Pattern.Match(prompt);
            if (match.Success && match.Index < first)
                (chosen, argument, first) = (scenario, match.Groups[1].Value.Trim(), match.Index);
        }

        return (chosen, argument);
    }
}
