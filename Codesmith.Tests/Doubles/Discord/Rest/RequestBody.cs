using System.Globalization;
using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>The body of a request, with its files.</summary>
/// <param name="Json">Undefined without a body.</param>
/// <param name="Problem">Why it could not be read, or null.</param>
internal sealed record RequestBody(JsonElement Json, IReadOnlyList<Upload> Files, DiscordErrorException? Problem)
{
    private static readonly RequestBody Absent = new(default, [], null);

    /// <summary>Reads it to its end, also if it is not wanted.</summary>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, bool wanted, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, cancellation).ConfigureAwait(false);
        if (!wanted || content.Length == 0)
            return Absent;
        if (content.Length > MessageLimits.RequestBytes)
            return Failed(DiscordErrors.TooLarge());
        content.Position = 0;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return Failed(WrongContentType(request.ContentType));
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return Parse(content.ToArray(), []);
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || type.Boundary.Length == 0)
            return Failed(WrongContentType(request.ContentType));
        return await ReadPartsAsync(content, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), cancellation)
            .ConfigureAwait(false);
    }

    private static async Task<RequestBody> ReadPartsAsync(
        Stream content, string boundary, CancellationToken cancellation)
    {
        var files = new List<Upload>();
        var json = Array.Empty<byte>();
        var reader = new MultipartReader(boundary, content);
        while (await reader.ReadNextSectionAsync(cancellation).ConfigureAwait(false) is { } section)
        {
            using var part = new MemoryStream();
            await section.Body.CopyToAsync(part, cancellation).ConfigureAwait(false);
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                return Failed(DiscordErrors.InvalidForm("", "PART_WITHOUT_NAME", "A part has no Content-Disposition."));
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (name == "payload_json")
            {
                json = part.ToArray();
                continue;
            }

            var fileName = disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : disposition.FileName;
            if (!TryPlaceholder(name, out var placeholder) || fileName.Length == 0)
                return Failed(
                    DiscordErrors.InvalidForm("", "UNKNOWN_PART", $"The part {name} is no file with a name."));
            files.Add(new Upload(HeaderUtilities.RemoveQuotes(fileName).ToString(), part.ToArray(), placeholder));
        }

        return json.Length == 0 ? new RequestBody(default, files, null) : Parse(json, files);
    }

    /// <summary><c>files[n]</c>; older clients write <c>file1</c>, which Discord takes still.</summary>
    private static bool TryPlaceholder(string name, out int placeholder)
    {
        var digits = name.StartsWith("files[", StringComparison.Ordinal) && name.EndsWith(']') ? name[6..^1]
            : name.StartsWith("file", StringComparison.Ordinal) ? name[4..]
            : "";
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out placeholder);
    }

    private static RequestBody Parse(byte[] json, IReadOnlyList<Upload> files)
    {
        try
        {
            return new RequestBody(JsonElement.Parse(json), files, null);
        }
        catch (JsonException)
        {
            return Failed(DiscordErrors.InvalidJson());
        }
    }

    private static RequestBody Failed(DiscordErrorException problem) => new(default, [], problem);

    private static DiscordErrorException WrongContentType(string? type) => DiscordErrors.InvalidForm(
        "_misc",
        "CONTENT_TYPE_INVALID",
        $"Expected \"Content-Type\" header to be one of {{'application/json'}}, not {type}.");
}
