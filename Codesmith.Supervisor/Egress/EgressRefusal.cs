using System.Globalization;
using System.Text;

namespace Codesmith.Supervisor.Egress;

/// <summary>Why a request goes nowhere, as the program in the sandbox is told.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">One line that says what to do.</param>
internal sealed record EgressRefusal(int Status, string Message)
{
    /// <summary>The whole answer. Of a refused CONNECT many programs show its first line and no more.</summary>
    public byte[] ToBytes()
    {
        var body = Encoding.UTF8.GetBytes(Message + "\n");
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {Status} {Reason}\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private string Reason => Status switch
    {
        403 => "Blocked by Codesmith",
        408 => "Request Timeout",
        411 => "Length Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        502 => "Bad Gateway",
        504 => "Gateway Timeout",
        _ => "Bad Request",
    };
}

/// <summary>A request that goes nowhere.</summary>
internal sealed class EgressRefusedException(EgressRefusal refusal) : Exception(refusal.Message)
{
    public EgressRefusal Refusal => refusal;
}
