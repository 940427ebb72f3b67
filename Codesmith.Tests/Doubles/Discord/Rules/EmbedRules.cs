using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Rest;

namespace Codesmith.Tests.Doubles.Discord.Rules;

internal static class EmbedRules
{
    private static readonly (string Part, string Name)[] Urls =
        [("image", "url"), ("thumbnail", "url"), ("author", "url"), ("author", "icon_url"), ("footer", "icon_url")];

    public static void Check(JsonElement message, FormErrors errors)
    {
        var total = 0;
        var embeds = errors.Items(message, "", "embeds", MessageLimits.Embeds);
        for (var index = 0; index < embeds.Count; index++)
            total += CheckOne(embeds[index], FormErrors.At("embeds", index), errors);
        if (total > MessageLimits.EmbedsTogether)
            errors.Add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }

    private static int CheckOne(JsonElement embed, string path, FormErrors errors)
    {
        if (embed.ValueKind is not JsonValueKind.Object)
        {
            errors.Add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
            return 0;
        }

        var length = Length(errors.Text(embed, path, "title", MessageLimits.EmbedTitle))
            + Length(errors.Text(embed, path, "description", MessageLimits.EmbedDescription));
        errors.Integer(embed, path, "color", 0, 0xFFFFFF);
        if (embed.Text("timestamp") is { } time && !DateTimeOffset.TryParse(time, null, out _))
            errors.Add(path + ".timestamp", "DATE_TIME_TYPE_PARSE", $"Could not parse {time}. Should be ISO8601.");
        if (embed.Field("footer") is { ValueKind: JsonValueKind.Object } footer)
            length += Length(
                errors.Text(footer, path + ".footer", "text", MessageLimits.EmbedFooter, 1, required: true));
        if (embed.Field("author") is { ValueKind: JsonValueKind.Object } author)
            length += Length(
                errors.Text(author, path + ".author", "name", MessageLimits.EmbedAuthor, 1, required: true));
        CheckUrl(embed, path, "url", errors);
        foreach (var (part, name) in Urls)
            CheckUrl(embed.Field(part) ?? default, FormErrors.At(path, part), name, errors);

        var fields = errors.Items(embed, path, "fields", MessageLimits.EmbedFields);
        for (var index = 0; index < fields.Count; index++)
        {
            var at = FormErrors.At(path + ".fields", index);
            length += Length(errors.Text(fields[index], at, "name", MessageLimits.EmbedFieldName, 1, required: true))
                + Length(errors.Text(fields[index], at, "value", MessageLimits.EmbedFieldValue, 1, required: true));
        }

        return length;
    }

    private static void CheckUrl(JsonElement parent, string path, string name, FormErrors errors)
    {
        if (parent.Text(name) is not { } text)
            return;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not (
            "http" or "https" or "attachment"))
            errors.Add(FormErrors.At(path, name), "URL_TYPE_INVALID_URL", "Not a well formed URL.");
    }

    private static int Length(string? text) => text?.Length ?? 0;
}
