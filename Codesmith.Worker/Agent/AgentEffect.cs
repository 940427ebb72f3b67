using Codesmith.Protocol;

namespace Codesmith.Worker.Agent;

/// <summary>What the loop has to do after a step. A closed union.</summary>
internal abstract record AgentEffect
{
    private AgentEffect()
    {
    }

    /// <summary>Put an event into the log.</summary>
    internal sealed record Emit(WorkerEvent Event) : AgentEffect;

    /// <summary>Write to the terminal, as if typed.</summary>
    internal sealed record Type(ReadOnlyMemory<byte> Keys) : AgentEffect;

    /// <summary>Answer the hook that waits.</summary>
    internal sealed record ReplyToHook(long ReplyId, byte[] Json) : AgentEffect;

    /// <summary>Start a wait anew.</summary>
    internal sealed record SetTimer(AgentTimer Timer, TimeSpan Due) : AgentEffect;

    internal sealed record CancelTimer(AgentTimer Timer) : AgentEffect;

    /// <summary>Read this transcript from now on; from its beginning, or from where it ends now.</summary>
    internal sealed record FollowTranscript(string Path, bool FromEnd) : AgentEffect;

    /// <summary>End Claude Code politely.</summary>
    internal sealed record Terminate : AgentEffect;

    /// <summary>Tell the caller of the wish that it is not granted.</summary>
    /// <param name="Code">One of <see cref="WorkerErrorCode"/>.</param>
    internal sealed record Refuse(int Code, string Message) : AgentEffect;
}
