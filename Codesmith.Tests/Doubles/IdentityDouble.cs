using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Workers;

namespace Codesmith.Tests.Doubles;

/// <summary>
/// The service that keeps accounts, behind a proxy that leads there whatever is asked for. It gives tokens for one code.
/// </summary>
internal sealed class IdentityDouble : ISandboxDoor
{
    public const string Code = "good-code";
    public const string AccessToken = "sk-ant-oat01-of-a-double";

    private const string Tokens =
        $$$"""
        {"token_type":"Bearer","access_token":"{{{AccessToken}}}","refresh_token":"sk-ant-ort01-of-a-double","expires_in":28800,
        "scope":"user:inference user:profile","account":{"uuid":"11111111-1111-4111-8111-111111111111",
        "email_address":"user@example.com"},"organization":{"uuid":"22222222-2222-4222-8222-222222222222","name":"Test"}}
        """;

    private const string Profile =
        """
        {"account":{"uuid":"11111111-1111-4111-8111-111111111111","email":"user@example.com","display_name":"User",
        "has_claude_max":true,"has_claude_pro":false},"organization":{"uuid":"22222222-2222-4222-8222-222222222222",
        "name":"Test","organization_type":"claude_max","rate_limit_tier":"default_claude_max_5x"}}
        """;

    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _certificate;

    public IdentityDouble()
    {
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        var to = from.AddDays(30);
        using var authorityKey = RSA.Create(2048);
        var authority = Request("CN=a test's authority", authorityKey);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = authority.CreateSelfSigned(from, to);
        using var key = RSA.Create(2048);
        var server = Request("CN=platform.claude.com", key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("platform.claude.com");
        names.AddDnsName("api.anthropic.com");
        names.AddDnsName("claude.ai");
        server.CertificateExtensions.Add(names.Build());
        using var signed = server.Create(_authority, from, to, [1, 2, 3, 4]);
        _certificate = signed.CopyWithPrivateKey(key);
    }

    /// <summary>For those who are to trust it.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    public IAsyncDisposable Open(string socketPath, UserId user)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        listener.Listen();
        return new Door(listener, AcceptAsync(listener));
    }

    private static CertificateRequest Request(string name, RSA key) =>
        new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The door was closed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            await ReadHeadAsync(stream);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            await using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(_certificate);
            string head = await ReadHeadAsync(secure);
            byte[] body = new byte[LengthOf(head)];
            await secure.ReadExactlyAsync(body);
            var (status, answer) = Answer(head.Split(' ')[1].Split('?')[0], Encoding.UTF8.GetString(body));
            await secure.WriteAsync(Encoding.UTF8.GetBytes(
                $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + $"Content-Length: {Encoding.UTF8.GetByteCount(answer)}\r\n\r\n{answer}"));
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // A client that went away.
        }
    }

    private static (string Status, string Body) Answer(string path, string body) => path switch
    {
        "/v1/oauth/token" when body.Contains($"\"{Code}\"", StringComparison.Ordinal) => ("200 OK", Tokens),
        "/v1/oauth/token" => ("400 Bad Request", """{"error":"invalid_grant"}"""),
        "/api/oauth/profile" => ("200 OK", Profile),
        "/api/oauth/claude_cli/roles" => ("200 OK", """{"organization_role":"admin","workspace_role":null}"""),
        _ => ("404 Not Found", "{}"),
    };

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }
        return head.ToString();
    }

    private static int LengthOf(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.AsSpan("content-length:".Length), System.Globalization.CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private sealed class Door(Socket listener, Task accepting) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            listener.Dispose();
            await accepting;
        }
    }
}
