using System.Collections.Concurrent;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>The hooks that wait for an answer, by number.</summary>
internal sealed class PendingReplies
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<byte[]>> waiting = new();
    private long lastId;

    public (long Id, Task<byte[]> Reply) Open()
    {
        var id = Interlocked.Increment(ref lastId);
        var reply = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = reply;
        return (id, reply.Task);
    }

    public void Close(long id, byte[] json)
    {
        if (waiting.TryRemove(id, out var reply))
            reply.TrySetResult(json);
    }

    public void CloseAll()
    {
        foreach (var id in waiting.Keys)
            Close(id, HookReply.None);
    }
}
