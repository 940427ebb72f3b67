namespace Codesmith.Supervisor.Credentials;

/// <summary>Asks the model's service whether it takes a key.</summary>
internal delegate Task<KeyFinding> KeyCheck(Secret key, CancellationToken cancellationToken);

/// <summary>What the service said of a key.</summary>
/// <param name="IsRefused">Whether it does not take it.</param>
/// <param name="Doubt">Why that is not known: a few words; null if it is.</param>
internal sealed record KeyFinding(bool IsRefused, string? Doubt)
{
    public static readonly KeyFinding Taken = new(IsRefused: false, Doubt: null);
    public static readonly KeyFinding Refused = new(IsRefused: true, Doubt: null);
}
