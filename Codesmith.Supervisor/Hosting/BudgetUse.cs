using System.Collections.Immutable;
using System.Globalization;
using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Hosting;

/// <summary>A user's day at the model as a session shows it: a line for each budget that there is.</summary>
internal static class BudgetUse
{
    public static ImmutableList<LimitUse> Of(DailyBudget budget, DayUse use)
    {
        var uses = ImmutableList<LimitUse>.Empty;
        if (budget.Tokens is { } tokens)
        {
            uses = uses.Add(new LimitUse(
                "Tokens today", Text($"{use.Tokens:N0} of {tokens:N0}"), (double)use.Tokens / tokens));
        }

        if (budget.Dollars is { } dollars)
        {
            uses = uses.Add(new LimitUse(
                "Dollars today", Text($"${use.Dollars:0.00} of ${dollars:0.00}"), (double)(use.Dollars / dollars)));
        }

        return uses;
    }

    private static string Text(FormattableString used) =>
        used.ToString(CultureInfo.InvariantCulture) + ", renewed at 00:00 UTC";
}
