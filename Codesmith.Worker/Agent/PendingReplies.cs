using System.Collections.Concurrent;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>The hooks that wait for an answer, by number.</summary>
internal sealed class PendingReplies
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<byte[]>> _waiting = new();
    private long _lastId;

    public (long Id, Task<byte[]> Reply) Open()
    {
        var id = Interlocked.Increment(ref _lastId);
        var reply = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = reply;
        return (id, reply.Task);
    }

    public void Close(long id, byte[] json)
    {
        if (_waiting.TryRemove(id, out var reply))
            reply.TrySetResult(json);
    }

    public void CloseAll()
    {
        foreach (var id in _waiting.Keys)
            Close(id, HookReply.None);
    }
}
