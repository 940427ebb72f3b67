namespace Codesmith.Tests.Chat.Discord.Gateway;

/// <summary>Chance that a test decides.</summary>
internal sealed class FixedRandom : Random
{
    public double Value { get; set; } = 0.5;

    public override double NextDouble() => Value;
}
