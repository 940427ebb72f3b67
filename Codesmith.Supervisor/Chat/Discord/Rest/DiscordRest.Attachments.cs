namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Files of messages, which lie elsewhere than the API.</summary>
internal sealed partial class DiscordRest
{
    /// <summary>
    /// Copies a file, without showing the token to whoever serves it. The address must be of https, or of this
    /// machine if the API is; redirects are not followed. What was copied before a failure stays in the destination.
    /// </summary>
    /// <returns>The bytes copied.</returns>
    /// <exception cref="DiscordException">
    /// TooLarge: it has more than the maximum. Gone: the address has expired. Invalid: no such address is fetched.
    /// </exception>
    public async Task<long> DownloadAttachmentAsync(
        Uri url, Stream destination, long maximumBytes, CancellationToken cancellationToken)
    {
        if (!MayBeFetched(url))
            throw Failure(DiscordErrorKind.Invalid, "its address is not of https.");
        try
        {
            return await _transport.FetchAsync(
                url, (response, within) => CopyAsync(response, destination, maximumBytes, within), cancellationToken);
        }
        catch (TransportException exception)
        {
            throw Failure(DiscordErrorKind.Unavailable, exception.Message, cause: exception);
        }
    }

    private static async Task<long> CopyAsync(
        HttpResponseMessage response, Stream destination, long maximumBytes, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            // Links are signed, and say 403 or 404 when their time is over.
            var kind = status switch
            {
                401 or 403 or 404 or 410 => DiscordErrorKind.Gone,
                429 or >= 500 => DiscordErrorKind.Unavailable,
                _ => DiscordErrorKind.Unexpected,
            };
            throw Failure(kind, $"it was not given out (HTTP {status}).", status);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        bool isTooLarge = response.Content.Headers.ContentLength > maximumBytes;
        return (isTooLarge ? null : await BoundedCopy.CopyAsync(stream, destination, maximumBytes, cancellationToken))
            ?? throw Failure(DiscordErrorKind.TooLarge, $"it has more than {maximumBytes} bytes.", status);
    }

    private static DiscordException Failure(
        DiscordErrorKind kind, string reason, int? status = null, Exception? cause = null) =>
        new(kind, $"A file of a message: {reason}", status, cause: cause);

    private bool MayBeFetched(Uri url) => url.IsAbsoluteUri
        && (url.Scheme == Uri.UriSchemeHttps
            || (url.Scheme == _apiBase.Scheme && url.IsLoopback && _apiBase.IsLoopback));
}
