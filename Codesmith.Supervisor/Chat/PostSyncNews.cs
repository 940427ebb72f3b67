namespace Codesmith.Supervisor.Chat;

/// <summary>Who is told what became of posts.</summary>
/// <param name="Settled">Told, once each, which final posts are shown.</param>
/// <param name="Pinned">Told the id of a pinned post that was made.</param>
internal sealed record PostSyncNews(Func<IReadOnlyList<PostKey>, Task> Settled, Func<PostId, Task> Pinned);
