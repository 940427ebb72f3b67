namespace Codesmith.Protocol.Wire;

/// <summary>This end tried to say more than one frame holds. Nothing was sent and the link goes on.</summary>
/// <param name="length">Bytes of the frame.</param>
/// <param name="limit">Bytes allowed.</param>
public sealed class OversizeFrameException(int length, int limit)
    : Exception($"A frame of {length} bytes was not sent; at most {limit} are allowed.");
