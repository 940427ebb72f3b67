namespace Codesmith.Protocol;

/// <summary>The supervisor's first words.</summary>
/// <param name="Version"><see cref="ProtocolVersion.Current"/> of the supervisor.</param>
public sealed record HelloRequest(int Version);

/// <summary>The worker's answer.</summary>
/// <param name="Version"><see cref="ProtocolVersion.Current"/> of the worker.</param>
/// <param name="LastSequence">The newest event in its log; 0 for none.</param>
/// <param name="AgentRunning">Whether an agent is on its terminal.</param>
public sealed record HelloReply(int Version, long LastSequence, bool AgentRunning);
