using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>The bodies of requests: JSON, alone or with files.</summary>
internal static class RequestBody
{
    public static HttpContent Json<T>(T value, JsonTypeInfo<T> type) =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };

    /// <summary>The message with its files, which it lists behind those it keeps.</summary>
    public static HttpContent Message(MessagePayload message, IReadOnlyList<FileUpload> files)
    {
        if (files.Count == 0)
            return Json(message, DiscordJson.Default.MessagePayload);

        var added = files.Select((file, index) =>
            new AttachmentPayload(new Snowflake((ulong)index), file.Name, file.Description));
        var listed = message with { Attachments = [.. message.Attachments ?? [], .. added] };
        var form = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        form.Add(Named(Json(listed, DiscordJson.Default.MessagePayload), "name=\"payload_json\""));
        for (int index = 0; index < files.Count; index++)
        {
            var file = files[index];
            var part = new ReadOnlyMemoryContent(file.Content);
            part.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.ContentType, out var type) ? type : null;
            form.Add(Named(part, $"name=\"files[{index}]\"; filename=\"{Quoted(file.Name)}\""));
        }

        return form;
    }

    /// <summary>
    /// Written as browsers do: the framework's own way leaves out quotes and encodes names as mail does.
    /// </summary>
    private static HttpContent Named(HttpContent part, string disposition)
    {
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; {disposition}");
        return part;
    }

    private static string Quoted(string name) => string.Concat(name.Select(character => character switch
    {
        '"' => "%22",
        _ when char.IsControl(character) => "_",
        _ => $"{character}",
    }));
}
