namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <param name="Template">For instance <c>/channels/{channel}/messages/{message}</c>; {channel}, {guild} and {token}
/// are top-level resources that rate limits are kept by.</param>
internal sealed record Route(string Method, string Template, Func<RestCall, RestAnswer> Answer)
{
    public string[] Segments { get; } = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public string Name { get; } = $"{Method} {Template}";

    /// <summary>The token in the path is the right.</summary>
    public bool NeedsNoAuthorization { get; init; }

    /// <summary>Interaction callbacks have no rate limit headers and no limit at all.</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>Outside the limit over all routes.</summary>
    public bool IsOutsideGlobalLimit { get; init; }

    public bool HasBody => Method is "POST" or "PUT" or "PATCH" && !IsBodyless;

    /// <summary>A body is neither needed nor looked at.</summary>
    public bool IsBodyless { get; init; }
}
