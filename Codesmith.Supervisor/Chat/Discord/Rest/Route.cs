using System.Text;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// A method and a path. The template names it for limits and for people; the path itself may hold the token of an
/// interaction and is never shown.
/// </summary>
internal sealed class Route
{
    private Route(HttpMethod method, string template, string path, string resource)
    {
        Method = method;
        Template = template;
        Path = path;
        Resource = resource;
        LimitName = ToString();
    }

    public HttpMethod Method { get; }

    /// <summary>Such as <c>channels/{channel}/messages</c>.</summary>
    public string Template { get; }

    /// <summary>Below the API's base, escaped, with the query.</summary>
    public string Path { get; }

    /// <summary>
    /// What limits are counted for: a channel, a guild, a webhook or an interaction with its token; else empty.
    /// </summary>
    public string Resource { get; }

    /// <summary>What the limit is known by until an answer names it.</summary>
    public string LimitName { get; private init; }

    /// <param name="method">The method.</param>
    /// <param name="template">The path with names in braces.</param>
    /// <param name="values">
    /// What stands for them, in their order; beyond them the query's, as <c>name=value</c>.
    /// </param>
    public static Route Of(HttpMethod method, string template, params ReadOnlySpan<object?> values)
    {
        var path = new StringBuilder();
        int used = 0;
        foreach (var segment in template.Split('/'))
        {
            path.Append(path.Length == 0 ? "" : "/");
            path.Append(segment[0] == '{' ? Uri.EscapeDataString($"{values[used++]}") : segment);
        }

        var resource = template.Split('/')[0] switch
        {
            "channels" or "guilds" => $"{values[0]}",
            "webhooks" or "interactions" => $"{values[0]}/{values[1]}",
            _ => "",
        };
        char before = '?';
        foreach (var parameter in values[used..])
        {
            if (parameter is null)
                continue;
            path.Append(before).Append(parameter);
            before = '&';
        }

        return new Route(method, template, path.ToString(), resource);
    }

    /// <summary>
    /// The same route, mostly counted together with others: the first of each must not both find out what is left.
    /// </summary>
    public Route CountedAs(string limitName) => new(Method, Template, Path, Resource) { LimitName = limitName };

    public override string ToString() => $"{Method} {Template}";
}
