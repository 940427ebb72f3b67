using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Codesmith.Tests.Doubles.Discord.Rest;

namespace Codesmith.Tests.Doubles.Discord.Schema;

/// <summary>
/// The part of JSON Schema that Discord's document uses, read as Discord means it: one of several is any of them,
/// integers also take strings that parse as integers, and snowflakes take integers.
/// </summary>
internal sealed class SchemaValidator(JsonElement schemas)
{
    private const string ReferencePrefix = "#/components/schemas/";

    private readonly ConcurrentDictionary<string, JsonElement> _named = new();
    private readonly ConcurrentDictionary<string, Regex> _patterns = new();

    /// <returns>The first thing that is wrong, or null.</returns>
    public SchemaProblem? Check(JsonElement schema, JsonElement value, string path = "")
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Check(Named(reference.GetString()!), value, path);
        if (schema.TryGetProperty("type", out var type) && !HasType(type, value, schema))
            return new SchemaProblem(path, $"is {value.ValueKind}, not {type}");
        return CheckAlternatives(schema, value, path)
            ?? CheckValue(schema, value, path)
            ?? value.ValueKind switch
            {
                JsonValueKind.Object => CheckObject(schema, value, path),
                JsonValueKind.Array => CheckArray(schema, value, path),
                JsonValueKind.String => CheckText(schema, value.GetString()!, path),
                _ => null,
            };
    }

    private SchemaProblem? CheckAlternatives(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
            {
                if (Check(part, value, path) is { } problem)
                    return problem;
            }
        }

        return CheckAny(schema, "oneOf", value, path) ?? CheckAny(schema, "anyOf", value, path);
    }

    private SchemaProblem? CheckAny(JsonElement schema, string keyword, JsonElement value, string path)
    {
        if (!schema.TryGetProperty(keyword, out var alternatives))
            return null;
        SchemaProblem? deepest = null;
        foreach (var alternative in alternatives.EnumerateArray())
        {
            if (Check(alternative, value, path) is not { } problem)
                return null;
            if (deepest is null || problem.Depth > deepest.Depth)
                deepest = problem;
        }

        return deepest;
    }

    private static SchemaProblem? CheckValue(JsonElement schema, JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.Null)
            return null;
        if (schema.TryGetProperty("const", out var constant) && !AreEqual(constant, value))
            return new SchemaProblem(path, $"is not {constant}");
        if (schema.TryGetProperty("enum", out var known) && !known.EnumerateArray().Any(item => AreEqual(item, value)))
            return new SchemaProblem(path, $"is none of {known}");
        if (!FormErrors.TryInteger(value, out var number))
            return null;
        if (schema.TryGetProperty("minimum", out var least) && number < least.GetDouble())
            return new SchemaProblem(path, $"is less than {least}");
        return schema.TryGetProperty("maximum", out var most) && number > most.GetDouble()
            ? new SchemaProblem(path, $"is more than {most}")
            : null;
    }

    private SchemaProblem? CheckObject(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray())
            {
                if (!value.TryGetProperty(name.GetString()!, out _))
                    return new SchemaProblem(FormErrors.At(path, name.GetString()!), "is required");
            }
        }

        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasMore = schema.TryGetProperty("additionalProperties", out var more);
        foreach (var property in value.EnumerateObject())
        {
            var at = FormErrors.At(path, property.Name);
            if (hasProperties && properties.TryGetProperty(property.Name, out var declared))
            {
                if (Check(declared, property.Value, at) is { } problem)
                    return problem;
            }
            else if (hasMore && more.ValueKind is JsonValueKind.False)
            {
                return new SchemaProblem(at, "is not known");
            }
            else if (
                hasMore && more.ValueKind is JsonValueKind.Object && Check(more, property.Value, at) is { } problem)
            {
                return problem;
            }
        }

        return OutOfRange(schema, "minProperties", "maxProperties", value.EnumerateObject().Count(), path);
    }

    private SchemaProblem? CheckArray(JsonElement schema, JsonElement value, string path)
    {
        if (OutOfRange(schema, "minItems", "maxItems", value.GetArrayLength(), path) is { } wrongLength)
            return wrongLength;
        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean()
            && value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() < value.GetArrayLength())
            return new SchemaProblem(path, "has equal items");
        if (!schema.TryGetProperty("items", out var items))
            return null;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (Check(items, item, FormErrors.At(path, index++)) is { } problem)
                return problem;
        }

        return null;
    }

    private SchemaProblem? CheckText(JsonElement schema, string text, string path)
    {
        if (schema.TryGetProperty("pattern", out var pattern) && !Pattern(pattern.GetString()!).IsMatch(text))
            return new SchemaProblem(path, $"does not match {pattern}");
        if (schema.TryGetProperty("format", out var format))
        {
            if (format.ValueEquals("date-time") && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
                return new SchemaProblem(path, "is no time");
            if (format.ValueEquals("uri") && !Uri.TryCreate(text, UriKind.Absolute, out _))
                return new SchemaProblem(path, "is no address");
        }

        return OutOfRange(schema, "minLength", "maxLength", text.EnumerateRunes().Count(), path);
    }

    private static SchemaProblem? OutOfRange(JsonElement schema, string least, string most, int count, string path)
    {
        if (schema.TryGetProperty(least, out var minimum) && count < minimum.GetInt64())
            return new SchemaProblem(path, $"has {count}, fewer than {minimum}");
        return schema.TryGetProperty(most, out var maximum) && count > maximum.GetInt64()
            ? new SchemaProblem(path, $"has {count}, more than {maximum}")
            : null;
    }

    private static bool HasType(JsonElement type, JsonElement value, JsonElement schema) =>
        type.ValueKind is JsonValueKind.Array
            ? type.EnumerateArray().Any(one => HasType(one, value, schema))
            : type.GetString() switch
            {
                "object" => value.ValueKind is JsonValueKind.Object,
                "array" => value.ValueKind is JsonValueKind.Array,
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "null" => value.ValueKind is JsonValueKind.Null,
                "number" => value.ValueKind is JsonValueKind.Number,
                "integer" => FormErrors.TryInteger(value, out _),
                "string" => value.ValueKind is JsonValueKind.String
                    || value.ValueKind is JsonValueKind.Number
                        && schema.TryGetProperty("format", out var format) && format.ValueEquals("snowflake"),
                _ => true,
            };

    private static bool AreEqual(JsonElement one, JsonElement other) =>
        FormErrors.TryInteger(one, out var number) && FormErrors.TryInteger(other, out var given)
            ? number == given
            : JsonElement.DeepEquals(one, other);

    private Regex Pattern(string source) =>
        _patterns.GetOrAdd(source, pattern => new Regex(pattern, RegexOptions.CultureInvariant));

    private JsonElement Named(string reference) =>
        _named.GetOrAdd(reference, name => schemas.GetProperty(name[ReferencePrefix.Length..]));
}
