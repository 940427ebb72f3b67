namespace Codesmith.Tests.Doubles.Discord.RateLimits;

/// <summary>So many requests in a window, which the first of them opens.</summary>
/// <param name="Bucket">Routes that name the same one share it.</param>
internal sealed record BucketRule(string Bucket, int Requests, TimeSpan Per);
