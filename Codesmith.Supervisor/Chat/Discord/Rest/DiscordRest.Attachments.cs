namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Files of messages, which lie elsewhere than the API.</summary>
internal sealed partial class DiscordRest
{
    /// <summary>
    /// Copies a file, without showing the token to whoever serves it. The address must be of https or of the API's own
    /// host; redirects are not followed. What was copied before a failure stays in the destination.
    /// </summary>
    /// <returns>The bytes copied.</returns>
    /// <exception cref="DiscordException">TooLarge: it has more than the maximum. Gone: the address has expired.</exception>
    public Task<long> DownloadAttachmentAsync(
        Uri url, Stream destination, long maximumBytes, CancellationToken cancellationToken) =>
        _pipeline.DownloadAsync(url, destination, maximumBytes, cancellationToken);
}
