namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>What one answer of the model used, as far as it was announced.</summary>
/// <param name="Model">The name that the answer gives; empty if it gives none.</param>
/// <param name="Usage">All zero if nothing was announced.</param>
internal sealed record MeteredReply(string Model, TokenUsage Usage)
{
    public static readonly MeteredReply Nothing = new("", default);
}
