namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>What each user may use in a day of UTC. Null is as much as they like.</summary>
/// <param name="Tokens">All kinds of tokens together.</param>
/// <param name="Dollars">By <see cref="ModelPrices"/>.</param>
internal sealed record DailyBudget(long? Tokens = null, decimal? Dollars = null)
{
    public static readonly DailyBudget Unlimited = new();

    /// <summary>Whether nothing more may be begun.</summary>
    public bool IsSpentBy(DayUse use) => use.Tokens >= Tokens || use.Dollars >= Dollars;
}
