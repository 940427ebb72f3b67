namespace Codesmith.Supervisor.Gateway;

/// <summary>Where the model is.</summary>
internal sealed record ModelGatewayOptions
{
    /// <param name="upstream">
    /// Base address of a Messages API; its path, if any, is put before <c>/v1/…</c> as the CLI itself would.
    /// </param>
    /// <exception cref="ArgumentException">An address that cannot be used.</exception>
    public ModelGatewayOptions(Uri upstream)
    {
        if (!upstream.IsAbsoluteUri || (upstream.Scheme != Uri.UriSchemeHttp && upstream.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException("The model's address must begin with http:// or https://.", nameof(upstream));
        if (upstream.UserInfo.Length > 0 || upstream.Query.Length > 0 || upstream.Fragment.Length > 0)
            throw new ArgumentException("The model's address may have a path, but no user, query or fragment.", nameof(upstream));

        Upstream = upstream;
    }

    public Uri Upstream { get; }
}
