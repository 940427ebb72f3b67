using Codesmith.Supervisor.Gateway.Metering;

namespace Codesmith.Supervisor.Hosting;

/// <summary>Reads the daily budget: the variables below, or the keys of the section <c>Budget</c>.</summary>
internal static class BudgetReader
{
    internal const string TokensVariable = "CODESMITH_DAILY_TOKENS";
    internal const string DollarsVariable = "CODESMITH_DAILY_DOLLARS";

    // Beyond what anybody pays in a day; a larger number is a slip.
    private const long MostTokens = 1_000_000_000_000;
    private const decimal MostDollars = 1_000_000;

    internal static DailyBudget Read(Settings settings) => new(
        settings.Number<long>(TokensVariable, "Budget:DailyTokens", 1, MostTokens),
        settings.Number(DollarsVariable, "Budget:DailyDollars", 0.01m, MostDollars));
}
