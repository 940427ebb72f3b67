namespace Codesmith.Protocol.Wire;

/// <summary>The other end broke the protocol: nothing more it says can be trusted, so the link ends.</summary>
/// <param name="message">One line: what was broken. Lengths and names, never content.</param>
public sealed class WireViolationException(string message) : Exception(message);
