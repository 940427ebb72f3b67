using System.Net.Http.Headers;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>An answer with its whole body.</summary>
internal sealed class RestAnswer(int status, HttpResponseHeaders headers, byte[] body)
{
    public int Status { get; } = status;

    public HttpResponseHeaders Headers { get; } = headers;

    public byte[] Body { get; } = body;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>
    /// Discord failed, or what is in front of it, which has numbers of its own; it may soon work again.
    /// </summary>
    public bool IsOutage => Status is >= 500 and not 501;

    /// <summary>What the body says is wrong; nothing for a success, or for a body that is not Discord's.</summary>
    public ErrorBody Error { get; } = status is >= 200 and < 300 ? ErrorBody.None : ErrorBody.Read(body);
}
