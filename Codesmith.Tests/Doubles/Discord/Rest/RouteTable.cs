using System.Diagnostics.CodeAnalysis;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>Finds the route of a path; a literal segment goes before a placeholder.</summary>
internal sealed class RouteTable(IEnumerable<Route> routes)
{
    private readonly ILookup<(string, int), Route> _routes = routes
        .OrderBy(route => route.Segments.Count(IsPlaceholder))
        .ToLookup(route => (route.Method, route.Segments.Length));

    public bool TryFind(
        string method,
        string[] segments,
        [NotNullWhen(true)] out Route? route,
        [NotNullWhen(true)] out string[]? values)
    {
        foreach (var candidate in _routes[(method, segments.Length)])
        {
            if (!Fits(candidate, segments))
                continue;
            route = candidate;
            values = [.. segments.Where((_, index) => IsPlaceholder(candidate.Segments[index]))];
            return true;
        }

        (route, values) = (null, null);
        return false;
    }

    /// <summary>Another method is known here.</summary>
    public bool KnowsPath(string[] segments) => _routes
        .Where(group => group.Key.Item2 == segments.Length)
        .Any(group => group.Any(route => Fits(route, segments)));

    public static bool IsPlaceholder(string segment) => segment[0] == '{';

    private static bool Fits(Route route, string[] segments)
    {
        for (var index = 0; index < segments.Length; index++)
        {
            if (!IsPlaceholder(route.Segments[index]) && route.Segments[index] != segments[index])
                return false;
        }

        return true;
    }
}
