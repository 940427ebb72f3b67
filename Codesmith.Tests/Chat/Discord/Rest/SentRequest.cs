namespace Codesmith.Tests.Chat.Discord.Rest;

/// <summary>A request as it reached the far side.</summary>
/// <param name="Method">Such as GET.</param>
/// <param name="Url">All of it.</param>
/// <param name="Headers">Of the request and of its body, by name.</param>
/// <param name="Body">As text; empty if there is none.</param>
/// <param name="At">When, since the start of the test.</param>
internal sealed record SentRequest(
    string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body, TimeSpan At)
{
    public string Path => new Uri(Url).PathAndQuery.Replace("/api/v10/", "", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";
}
