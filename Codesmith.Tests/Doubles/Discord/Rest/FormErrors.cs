using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>
/// Collects what is wrong with a body, by paths like <c>embeds.0.title</c>. Lengths are counted in UTF-16 units, which
/// is never fewer than Discord counts.
/// </summary>
internal sealed class FormErrors
{
    private readonly List<(string Path, string Code, string Message)> _found = [];

    public void Add(string path, string code, string message) => _found.Add((path, code, message));

    /// <summary>Checks a text that may be left out, or null.</summary>
    public string? Text(JsonElement parent, string path, string name, int most, int least = 0, bool required = false)
    {
        var at = At(path, name);
        if (parent.Field(name) is not { } value)
        {
            if (required)
                Add(at, "BASE_TYPE_REQUIRED", "This field is required");
            return null;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            Add(at, "STRING_TYPE_CONVERT", "Could not interpret \"...\" as string.");
            return null;
        }

        var text = value.GetString()!;
        if (text.Length > most)
            Add(at, "BASE_TYPE_MAX_LENGTH", $"Must be {most} or fewer in length.");
        else if (text.Length < least)
            Add(at, "BASE_TYPE_BAD_LENGTH", $"Must be between {least} and {most} in length.");
        return text;
    }

    /// <summary>Checks an integer that may be left out, or null; a string that reads as one will do.</summary>
    public long? Integer(JsonElement parent, string path, string name, long least, long most)
    {
        if (parent.Field(name) is not { } value)
            return null;
        if (!TryInteger(value, out var number))
            Add(At(path, name), "NUMBER_TYPE_COERCE", "Value is not int.");
        else if (number < least || number > most)
            Add(At(path, name), "NUMBER_TYPE_RANGE", $"int value should be between {least} and {most}.");
        else
            return number;
        return null;
    }

    /// <summary>The items of an array that may be left out, or null.</summary>
    public IReadOnlyList<JsonElement> Items(JsonElement parent, string path, string name, int most, int least = 0)
    {
        if (parent.Field(name) is not { } value)
        {
            if (least > 0)
                Add(At(path, name), "BASE_TYPE_REQUIRED", "This field is required");
            return [];
        }

        if (value.ValueKind is not JsonValueKind.Array)
        {
            Add(At(path, name), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return [];
        }

        var count = value.GetArrayLength();
        if (count > most || count < least)
            Add(At(path, name), "BASE_TYPE_BAD_LENGTH", $"Must be between {least} and {most} in length.");
        return [.. value.EnumerateArray()];
    }

    public void ThrowIfAny()
    {
        if (_found.Count > 0)
            throw ToException();
    }

    public DiscordErrorException ToException(bool isViolation = true)
    {
        var tree = new JsonObject();
        foreach (var (path, code, message) in _found)
        {
            var at = tree;
            foreach (var step in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
                at = (JsonObject)(at[step] ??= new JsonObject());
            ((JsonArray)(at["_errors"] ??= new JsonArray())).Add(
                new JsonObject { ["code"] = code, ["message"] = message });
        }

        return new DiscordErrorException(400, 50035, "Invalid Form Body", isViolation) { Errors = tree };
    }

    public static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public static string At(string path, int index) => At(path, index.ToString(CultureInfo.InvariantCulture));

    public static bool TryInteger(JsonElement value, out long number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out number),
            JsonValueKind.String => long.TryParse(
                value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }
}
