using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Supervisor.Gateway;

/// <summary>
/// An error in the words of the Messages API, so that the CLI shows it as it shows the API's own:
/// <c>{"type":"error","error":{"type":…,"message":…}}</c>.
/// </summary>
/// <param name="Status">HTTP status. The CLI tries again by itself from 500 on, and after 429.</param>
/// <param name="Type">The API's name of the kind of error, such as <c>not_found_error</c>.</param>
/// <param name="Message">One line that the user reads.</param>
internal sealed record AnthropicError(int Status, string Type, string Message)
{
    /// <summary>Answers with this error; a <c>request-id</c> header set before is repeated in the body.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        var error = new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject { ["type"] = Type, ["message"] = Message },
        };
        if (context.Response.Headers.RequestId.FirstOrDefault() is { } id)
            error["request_id"] = id;
        byte[] body = Encoding.UTF8.GetBytes(error.ToJsonString());
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
