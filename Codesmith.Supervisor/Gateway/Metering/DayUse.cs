namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>What one user used in one day of UTC.</summary>
internal sealed record DayUse(DateOnly Day, long Tokens = 0, decimal Dollars = 0)
{
    /// <summary>When the next day begins.</summary>
    public DateTimeOffset Ends => new(Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>With an answer, of which a part may be counted already.</summary>
    public DayUse Plus(MeteredReply counted, MeteredReply reply) => this with
    {
        Tokens = Tokens + reply.Usage.Total - counted.Usage.Total,
        Dollars = Dollars + ModelPrices.Of(reply) - ModelPrices.Of(counted),
    };

    /// <summary>With tokens of prompts that are under way.</summary>
    public DayUse PlusExpected(long tokens) => this with
    {
        Tokens = Tokens + tokens,
        Dollars = Dollars + ModelPrices.OfExpected(tokens),
    };
}
