using Codesmith.Protocol;

namespace Codesmith.Worker.Agent;

/// <summary>The agent is well but cannot take this on now.</summary>
/// <param name="code">One of <see cref="WorkerErrorCode"/>.</param>
/// <param name="message">One line.</param>
internal sealed class AgentRefusedException(int code, string message) : Exception(message)
{
    /// <summary>One of <see cref="WorkerErrorCode"/>.</summary>
    public int Code { get; } = code;
}
