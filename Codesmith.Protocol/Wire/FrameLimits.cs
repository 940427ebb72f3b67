namespace Codesmith.Protocol.Wire;

/// <summary>What one end of the link may say and must hear.</summary>
/// <param name="Sent">Bytes of a frame it sends.</param>
/// <param name="Received">Bytes of a frame it takes.</param>
/// <param name="RequestsAllowed">Whether the other end may call: only the supervisor calls.</param>
internal sealed record FrameLimits(int Sent, int Received, bool RequestsAllowed)
{
    public static readonly FrameLimits Worker = new(
        WireLimits.FrameToSupervisor, WireLimits.FrameToWorker, RequestsAllowed: true);

    public static readonly FrameLimits Supervisor = new(
        WireLimits.FrameToWorker, WireLimits.FrameToSupervisor, RequestsAllowed: false);
}
