using Codesmith.Supervisor.Gateway.Metering;
using NUnit.Framework;

namespace Codesmith.Tests.Gateway.Metering;

internal sealed class ModelPricesTests
{
    private const long Million = 1_000_000;

    [TestCase("claude-opus-5-5", 4, 20, 0.20)]
    [TestCase("claude-opus-5-5-20260901", 4, 20, 0.20)]
    [TestCase("claude-opus-4-5-20251101", 5, 25, 0.50)]
    [TestCase("claude-opus-4-20250514", 15, 75, 1.50)]
    [TestCase("claude-sonnet-4-6", 3, 15, 0.30)]
    [TestCase("claude-opus-50", 15, 75, 1.50, Description = "unknown, so the priciest")]
    [TestCase("a-new-one", 15, 75, 1.50)]
    [TestCase("", 15, 75, 1.50)]
    public void Model_HasThePriceOfItsFamily(string model, decimal input, decimal output, decimal cacheRead)
    {
        Assert.That(Price(model, new(Million, 0, 0, 0)), Is.EqualTo(input));
        Assert.That(Price(model, new(0, Million, 0, 0)), Is.EqualTo(output));
        Assert.That(Price(model, new(0, 0, Million, 0)), Is.EqualTo(cacheRead));
    }

    [Test]
    public void CacheThatIsKeptAnHour_CostsMore()
    {
        Assert.That(Price("claude-opus-5-5", new(0, 0, 0, Million)), Is.EqualTo(5));
        Assert.That(Price("claude-opus-5-5", new(0, 0, 0, Million, Million)), Is.EqualTo(8));
        Assert.That(Price("claude-opus-5-5", new(0, 0, 0, Million, Million / 4)), Is.EqualTo(5.75));
    }

    [Test]
    public void FastTokensAndSearches_CostMore()
    {
        Assert.That(Price("claude-opus-5", new(Million, Million, 0, 0, IsFast: true)), Is.EqualTo(10 + 50));
        Assert.That(Price("claude-opus-5", new(Million, 0, 0, 0, WebSearches: 100)), Is.EqualTo(5 + 1));
    }

    [Test]
    public void LongPrompt_HasItsOwnPriceWhereThereIsOne()
    {
        Assert.That(Price("claude-haiku-5-5", new(100_000, 0, 0, 0)), Is.EqualTo(0.01));
        Assert.That(Price("claude-haiku-5-5", new(100_001, 0, 0, 0)), Is.EqualTo(0.0500005));
    }

    private static decimal Price(string model, TokenUsage usage) => ModelPrices.Of(new MeteredReply(model, usage));
}
