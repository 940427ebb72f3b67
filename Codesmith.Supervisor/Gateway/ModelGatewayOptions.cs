namespace Codesmith.Supervisor.Gateway;

/// <summary>Where the model is, and the key that pays for it.</summary>
internal sealed record ModelGatewayOptions
{
    /// <param name="upstream">
    /// Base address of a Messages API; its path, if any, is put before <c>/v1/…</c> as the CLI itself would.
    /// </param>
    /// <param name="sharedApiKey">Null or blank where the operator has set none: every request is then answered with an error that says so.</param>
    /// <exception cref="ArgumentException">An address or a key that cannot be used. The message never holds the key.</exception>
    public ModelGatewayOptions(Uri upstream, string? sharedApiKey)
    {
        if (!upstream.IsAbsoluteUri || (upstream.Scheme != Uri.UriSchemeHttp && upstream.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException("The model's address must begin with http:// or https://.", nameof(upstream));
        if (upstream.UserInfo.Length > 0 || upstream.Query.Length > 0 || upstream.Fragment.Length > 0)
            throw new ArgumentException("The model's address may have a path, but no user, query or fragment.", nameof(upstream));
        var key = sharedApiKey?.Trim();
        if (key is not null && key.Any(character => character is <= ' ' or > '~'))
            throw new ArgumentException("The model's key has characters that no key has.", nameof(sharedApiKey));

        Upstream = upstream;
        SharedApiKey = string.IsNullOrEmpty(key) ? null : key;
    }

    public Uri Upstream { get; }

    public string? SharedApiKey { get; }

    public override string ToString() => $"{Upstream} ({(SharedApiKey is null ? "no key" : "with a key")})";
}
