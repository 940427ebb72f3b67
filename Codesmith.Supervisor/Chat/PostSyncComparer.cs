using System.Diagnostics.CodeAnalysis;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat;

/// <summary>Whether two posts say the same, also where their lists are not the same objects.</summary>
internal sealed class PostSyncComparer : IEqualityComparer<Post>
{
    public static readonly PostSyncComparer Instance = new();

    public bool Equals(Post? x, Post? y) => (x, y) switch
    {
        (ToolsPost a, ToolsPost b) => a.ReplyTo == b.ReplyTo && a.Lines.SequenceEqual(b.Lines),
        (PanelPost a, PanelPost b) => Same(a.Panel, b.Panel),
        _ => object.Equals(x, y),
    };

    public int GetHashCode([DisallowNull] Post obj) => obj.GetType().GetHashCode();

    private static bool Same(Panel a, Panel b) =>
        a with { Status = null } == b with { Status = null } && Same(a.Status, b.Status);

    private static bool Same(AgentStatus? a, AgentStatus? b) =>
        a is null || b is null
            ? a == b
            : a with { Limits = [] } == b with { Limits = [] } && a.Limits.SequenceEqual(b.Limits);
}
