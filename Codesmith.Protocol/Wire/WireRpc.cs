using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Codesmith.Protocol.Wire;

/// <summary>
/// JSON-RPC whose errors are a code and one line. The stock class also carries the exception with all its inner ones
/// and their stack traces: recursive data, which nothing may send across a trust boundary.
/// </summary>
internal sealed class WireRpc(IJsonRpcMessageHandler handler) : JsonRpc(handler)
{
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception) => new()
    {
        Code = exception is LocalRpcException { ErrorCode: var code }
            ? (JsonRpcErrorCode)code
            : JsonRpcErrorCode.InvocationError,
        Message = exception is LocalRpcException
            ? exception.Message
            : $"{exception.GetType().Name}: {exception.Message}",
    };

    protected override Type? GetErrorDetailsDataType(JsonRpcError error) => null;
}
