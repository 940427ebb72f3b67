namespace Codesmith.Supervisor.Chat;

/// <summary>What brings one post nearer to what it should be.</summary>
/// <param name="Key">Which post.</param>
/// <param name="Existing">Its id; null to create it.</param>
/// <param name="Content">What it should say; null to delete it.</param>
internal sealed record PostSyncAction(PostKey Key, PostId? Existing, Post? Content);

/// <summary>Compares the posts that should exist with those that do. Pure.</summary>
internal static class PostSyncPlan
{
    /// <summary>The next thing to do.</summary>
    /// <param name="desired">What should exist, in order.</param>
    /// <param name="existing">What exists, as far as it is not settled and gone from the view.</param>
    /// <param name="retries">What failed.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// The action, or null if nothing can be done now; then, if something waits for another try, when. A post is
    /// created only after all those before it, so one that waits holds back the later ones, but no edits.
    /// </returns>
    public static (PostSyncAction? Action, DateTimeOffset? Wake) Next(
        IReadOnlyList<DesiredPost> desired,
        IReadOnlyDictionary<PostKey, ExistingPost> existing,
        IReadOnlyDictionary<PostKey, PostSyncRetry> retries,
        DateTimeOffset now)
    {
        DateTimeOffset? wake = null;
        bool mayCreate = true;
        foreach (var post in desired)
        {
            PostId? id = existing.TryGetValue(post.Key, out var there) ? there.Id : null;
            if (there is not null ? PostSyncComparer.Instance.Equals(there.Content, post.Content) : !mayCreate)
                continue;
            switch (Try(post.Key, post.Content))
            {
                case true:
                    return (new PostSyncAction(post.Key, id, post.Content), null);
                case false when id is null:
                    mayCreate = false;
                    break;
            }
        }
        var wanted = desired.Select(post => post.Key).ToHashSet();
        foreach (var (key, there) in existing)
        {
            if (!wanted.Contains(key) && Try(key, null) == true)
                return (new PostSyncAction(key, there.Id, null), null);
        }
        return (null, wake);

        // True: now. False: later. Null: never.
        bool? Try(PostKey key, Post? content)
        {
            if (!retries.TryGetValue(key, out var retry) || !PostSyncComparer.Instance.Equals(retry.Wanted, content))
                return true;
            if (retry.IsGivenUp)
                return null;
            if (retry.NotBefore <= now)
                return true;
            wake = wake is null || retry.NotBefore < wake ? retry.NotBefore : wake;
            return false;
        }
    }
}

/// <summary>A post as it is in the chat.</summary>
internal sealed record ExistingPost(PostId Id, Post Content);
