using Codesmith.Worker.Pty;

namespace Codesmith.Worker.Agent;

/// <summary>How the agent is run; fixed for a worker's life.</summary>
/// <param name="FileName">The agent's program.</param>
/// <param name="WorkingDirectory">Where it works.</param>
/// <param name="Environment">What it inherits of the worker's environment.</param>
/// <param name="Size">The size of its terminal. It stays: every resize draws everything anew.</param>
internal sealed record AgentProgram(
    string FileName,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    TerminalSize Size);
