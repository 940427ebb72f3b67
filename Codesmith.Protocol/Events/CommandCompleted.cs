namespace Codesmith.Protocol;

/// <summary>A command of the agent's own is done, judged by what the agent did and not by what was typed.</summary>
/// <param name="CommandId">The id of the <see cref="CommandInput"/>.</param>
/// <param name="Succeeded">Whether it did what it is for.</param>
/// <param name="Message">One line for the user.</param>
public sealed record CommandCompleted(string CommandId, bool Succeeded, string Message) : WorkerEvent;
