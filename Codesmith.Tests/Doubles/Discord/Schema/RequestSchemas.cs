using System.Text.Json;
using System.Text.RegularExpressions;
using Codesmith.Tests.Doubles.Discord.Rest;

namespace Codesmith.Tests.Doubles.Discord.Schema;

/// <summary>
/// What bodies look like after Discord's OpenAPI document. It is not ours to hand on, so it may be missing: then only
/// the double's own rules count.
/// </summary>
internal sealed partial class RequestSchemas
{
    /// <summary>Names the document.</summary>
    public const string Variable = "CODESMITH_DISCORD_OPENAPI";

    private static readonly Lazy<RequestSchemas?> OfThisProcess = new(Load);

    private readonly Dictionary<string, JsonElement> _bodies = [];
    private readonly SchemaValidator _validator;

    public RequestSchemas(JsonElement document)
    {
        _validator = new SchemaValidator(document.GetProperty("components").GetProperty("schemas"));
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                var content = method.Value.Field("requestBody")?.Field("content");
                if (content?.Field("application/json")?.Field("schema") is { } schema)
                    _bodies[Key(method.Name.ToUpperInvariant(), path.Name)] = schema;
            }
        }
    }

    /// <summary>Null where the document is not at hand.</summary>
    public static RequestSchemas? Known => OfThisProcess.Value;

    /// <returns>The first thing that is wrong, or null; also null for routes the document does not know.</returns>
    public SchemaProblem? Check(Route route, JsonElement body) =>
        _bodies.TryGetValue(Key(route.Method, route.Template), out var schema) ? _validator.Check(schema, body) : null;

    public bool Covers(Route route) => _bodies.ContainsKey(Key(route.Method, route.Template));

    private static RequestSchemas? Load() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file
        ? new RequestSchemas(JsonElement.Parse(File.ReadAllBytes(file)))
        : null;

    /// <summary>Placeholders have other names in the document.</summary>
    private static string Key(string method, string template) => $"{method} {Placeholder().Replace(template, "{}")}";

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();
}
