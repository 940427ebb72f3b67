using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Codesmith.Tests.Doubles.Discord.Tests;

/// <summary>A bot that is nothing but HTTP: says exactly what a test wants said.</summary>
internal sealed class RawBot : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly DiscordDouble _discord;

    public RawBot(DiscordDouble discord)
    {
        _discord = discord;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", discord.Token);
        _http.DefaultRequestHeaders.TryAddWithoutValidation(
            "User-Agent", "DiscordBot (https://example.org/test, 1.0.0)");
    }

    public HttpRequestHeaders Headers => _http.DefaultRequestHeaders;

    /// <param name="path">Without the base of the API.</param>
    public async Task<RawAnswer> SendAsync(
        string method, string path, string? json = null, string contentType = "application/json")
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, contentType);
        return await SendAsync(method, path, content);
    }

    public async Task<RawAnswer> SendAsync(string method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _discord.ApiBase + path) { Content = content };
        using var response = await _http.SendAsync(request).WaitAsync(Timeouts.MustNotHang);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" && text.Length > 0;
        return new RawAnswer(
            (int)response.StatusCode, isJson ? JsonElement.Parse(text) : default, text, response.Headers);
    }

    /// <returns>The id of the message.</returns>
    public async Task<ulong> PostAsync(ulong channel, string json)
    {
        var answer = await SendAsync("POST", $"/channels/{channel}/messages", json);
        if (answer.Status is not 200)
            throw new InvalidOperationException(answer.Text);
        return answer.Id;
    }

    public void Dispose() => _http.Dispose();

    /// <param name="Json">Undefined without JSON.</param>
    internal sealed record RawAnswer(int Status, JsonElement Json, string Text, HttpResponseHeaders Headers)
    {
        public int Code => Json.GetProperty("code").GetInt32();

        public ulong Id => ulong.Parse(Json.GetProperty("id").GetString()!, CultureInfo.InvariantCulture);

        public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }
}
