namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>A file that someone sends along.</summary>
/// <param name="PlaceholderId">The n of <c>files[n]</c>.</param>
internal sealed record Upload(string FileName, byte[] Content, int PlaceholderId = 0)
{
    public string ContentType => Path.GetExtension(FileName) switch
    {
        ".txt" or ".log" or ".md" => "text/plain; charset=utf-8",
        ".png" => "image/png",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}
