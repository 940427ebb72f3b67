namespace Codesmith.Tests.Doubles.Discord;

/// <summary>An answer 429.</summary>
/// <param name="Scope">user, shared, global, or cloudflare.</param>
/// <param name="OnDemand">A test asked for it; the others a client brought upon itself.</param>
internal sealed record SentTooManyRequests(
    string Method, string Path, string Scope, double RetryAfterSeconds, bool OnDemand);
