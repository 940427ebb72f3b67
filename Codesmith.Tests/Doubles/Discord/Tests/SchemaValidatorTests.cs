using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Schema;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class SchemaValidatorTests
{
    private const string Schemas = """
        {"Id":{"type":"string","pattern":"^[0-9]+$","format":"snowflake"},
         "Kind":{"type":"integer","oneOf":[{"const":1},{"const":2}]},
         "A":{"type":"object","properties":{"kind":{"$ref":"#/components/schemas/Kind"},"a":{"type":"string","maxLength":2}},"required":["kind","a"]},
         "B":{"type":"object","properties":{"kind":{"type":"integer","enum":[2]},"b":{"type":["array","null"],"items":{"type":"integer","minimum":0},"maxItems":2}}}}
        """;

    [TestCase("""{"$ref":"#/components/schemas/Id"}""", "\"12\"", null)]
    [TestCase("""{"$ref":"#/components/schemas/Id"}""", "12", null)]
    [TestCase("""{"$ref":"#/components/schemas/Id"}""", "\"x\"", "")]
    [TestCase("""{"type":"integer"}""", "\"7\"", null)]
    [TestCase("""{"type":"integer"}""", "\"seven\"", "")]
    [TestCase("""{"$ref":"#/components/schemas/A"}""", """{"kind":1,"a":"xy"}""", null)]
    [TestCase("""{"$ref":"#/components/schemas/A"}""", """{"kind":1}""", "a")]
    [TestCase("""{"$ref":"#/components/schemas/A"}""", """{"kind":3,"a":"x"}""", "kind")]
    [TestCase("""{"$ref":"#/components/schemas/A"}""", """{"kind":1,"a":"xyz"}""", "a")]
    [TestCase("""{"$ref":"#/components/schemas/B"}""", """{"kind":2,"b":[1,2,3]}""", "b")]
    [TestCase("""{"$ref":"#/components/schemas/B"}""", """{"kind":2,"b":[1,-2]}""", "b.1")]
    [TestCase("""{"$ref":"#/components/schemas/B"}""", """{"kind":2,"b":null}""", null)]
    [TestCase("""{"oneOf":[{"$ref":"#/components/schemas/A"},{"$ref":"#/components/schemas/B"}]}""", """{"kind":2,"a":"x"}""", null)]
    [TestCase("""{"oneOf":[{"$ref":"#/components/schemas/A"},{"$ref":"#/components/schemas/B"}]}""", """{"kind":2,"b":["x"]}""", "b.0")]
    [TestCase("""{"type":"object","additionalProperties":false}""", """{"x":1}""", "x")]
    public void Value_IsJudgedAsDiscordMeansIt(string schema, string value, string? path)
    {
        var validator = new SchemaValidator(JsonElement.Parse(Schemas));

        Assert.That(validator.Check(JsonElement.Parse(schema), JsonElement.Parse(value))?.Path, Is.EqualTo(path));
    }
}
