using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Codesmith.Tests.Doubles.Discord.Rest;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>Whom a text pings, by what its message allows.</summary>
internal static partial class MentionRules
{
    /// <param name="body">With <c>allowed_mentions</c>, or without: then the default of the place counts.</param>
    public static Mentions Of(string content, JsonElement body, bool usersOnlyByDefault, bool mayPingEveryone)
    {
        if (!content.Contains('@', StringComparison.Ordinal))
            return Mentions.None;
        var allowed = body.Field("allowed_mentions");
        var users = Found(User(), content, allowed, "users", byDefault: true);
        var roles = Found(Role(), content, allowed, "roles", byDefault: !usersOnlyByDefault);
        var everyone = mayPingEveryone && Parses(allowed, "everyone", byDefault: !usersOnlyByDefault)
            && (content.Contains("@everyone", StringComparison.Ordinal) || content.Contains(
                "@here", StringComparison.Ordinal));
        return new Mentions(users, roles, everyone);
    }

    private static List<ulong> Found(Regex pattern, string content, JsonElement? allowed, string kind, bool byDefault)
    {
        var found = pattern.Matches(content)
            .Select(match => ulong.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .Distinct();
        if (Parses(allowed, kind, byDefault))
            return [.. found];
        var named = allowed?.Items(kind).Select(id => id.Id()).ToHashSet() ?? [];
        return [.. found.Where(id => named.Contains(id))];
    }

    private static bool Parses(JsonElement? allowed, string kind, bool byDefault) =>
        allowed is { } given ? given.Items("parse").Any(word => word.ValueEquals(kind)) : byDefault;

    [GeneratedRegex("<@!?([0-9]{1,20})>")]
    private static partial Regex User();

    [GeneratedRegex("<@&([0-9]{1,20})>")]
    private static partial Regex Role();
}
