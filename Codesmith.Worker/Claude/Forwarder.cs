using System.Globalization;
using System.Net;
using Codesmith.Protocol;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Claude;

/// <summary>
/// The worker's program as a command that Claude Code runs: passes standard input on to the <see cref="HookServer"/>.
/// For what has no HTTP form: the SessionStart hook and the status line.
/// </summary>
internal static class Forwarder
{
    /// <summary>The header with the id of the process that runs it: several Claude Codes may share the home.</summary>
    public const string CallerHeader = "Codesmith-Caller";

    /// <summary>Claude Code waits for it: better no news than a slow agent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="what">"hook" or "status".</param>
    /// <returns>The exit code: 0, or 1 when it could not be delivered.</returns>
    public static async Task<int> RunAsync(string what, Stream input)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        using var body = new MemoryStream();
        await input.CopyToAsync(body);
        using var content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
        content.Headers.Add(CallerHeader, ((int)getppid()).ToString(CultureInfo.InvariantCulture));
        try
        {
            using var response = await client.PostAsync(
                new Uri($"http://127.0.0.1:{SandboxLayout.HookPort}/{what}"), content);
            return response.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // The exit code says so; Claude Code shows it and goes on.
            return 1;
        }
    }
}
