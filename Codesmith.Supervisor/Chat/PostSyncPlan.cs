namespace Codesmith.Supervisor.Chat;

/// <summary>What brings one post nearer to what it should be.</summary>
/// <param name="Key">Which post.</param>
/// <param name="Existing">Its id; null to create it.</param>
/// <param name="Wanted">What should be there; null to delete it.</param>
internal sealed record PostSyncAction(PostKey Key, PostId? Existing, DesiredPost? Wanted);

/// <summary>What to do next.</summary>
/// <param name="Action">Null if nothing can be done now.</param>
/// <param name="Wake">When there may be something to do, if nothing else happens; null for never.</param>
/// <param name="IsBehind">Whether something failed and waits for another try.</param>
internal readonly record struct PostSyncNext(PostSyncAction? Action, DateTimeOffset? Wake, bool IsBehind);

/// <summary>Compares the posts that should exist with those that do. Pure.</summary>
internal static class PostSyncPlan
{
    /// <summary>An edit of an older post is limited more tightly by some services, without a word before.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromHours(1);

    /// <summary>The pace of edits of an <see cref="Old"/> post: about three in a minute are always taken.</summary>
    public static readonly TimeSpan OldPace = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The next thing to do. A post is created only after all those before it, so one that waits holds back the later
    /// ones, but no edits; one that was refused holds back nothing.
    /// </summary>
    /// <param name="desired">What should exist, in order.</param>
    /// <param name="existing">What exists, as far as it is not settled and gone from the view.</param>
    /// <param name="retries">What failed.</param>
    /// <param name="pinnedPace">The least time between two edits of a pinned post; null at the end: no pace is kept.</param>
    /// <param name="now">The time.</param>
    public static PostSyncNext Next(
        IReadOnlyList<DesiredPost> desired,
        IReadOnlyDictionary<PostKey, ExistingPost> existing,
        IReadOnlyDictionary<PostKey, PostSyncRetry> retries,
        TimeSpan? pinnedPace,
        DateTimeOffset now)
    {
        DateTimeOffset? wake = null;
        bool isBehind = false;
        bool mayCreate = true;
        foreach (var post in desired)
        {
            if (!existing.TryGetValue(post.Key, out var there))
            {
                if (!mayCreate)
                    continue;
                switch (Try(post.Key, post.Content))
                {
                    case true:
                        return new(new(post.Key, null, post), null, false);
                    case false:
                        mayCreate = false;
                        break;
                }
            }
            else if (!PostSyncComparer.Instance.Equals(there.Content, post.Content)
                && IsDue(there.ChangedAt + Pace(post, there)) && Try(post.Key, post.Content) == true)
            {
                return new(new(post.Key, there.Id, post), null, false);
            }
        }
        var wanted = desired.Select(post => post.Key).ToHashSet();
        foreach (var (key, there) in existing)
        {
            if (!wanted.Contains(key) && Try(key, null) == true)
                return new(new(key, there.Id, null), null, false);
        }
        return new(null, wake, isBehind);

        TimeSpan Pace(DesiredPost post, ExistingPost there) =>
            pinnedPace is null ? TimeSpan.Zero
            : now - there.CreatedAt >= Old ? OldPace
            : post.IsPinned ? pinnedPace.Value
            : TimeSpan.Zero;

        bool IsDue(DateTimeOffset at)
        {
            if (at <= now)
                return true;
            wake = wake is null || at < wake ? at : wake;
            return false;
        }

        // True: now. False: later, and others wait for it. Null: perhaps later, but nobody waits.
        bool? Try(PostKey key, Post? content)
        {
            if (!retries.TryGetValue(key, out var retry))
                return true;
            if (retry.IsGivenUp && PostSyncComparer.Instance.Equals(retry.Wanted, content))
                return null;
            if (IsDue(retry.NotBefore))
                return true;
            if (retry.IsGivenUp)
                return null;
            isBehind = true;
            return false;
        }
    }
}

/// <summary>A post as it is in the chat.</summary>
/// <param name="Id">Which.</param>
/// <param name="Content">What it says; null if that is not known.</param>
/// <param name="CreatedAt">When it was made, or a time long ago.</param>
/// <param name="ChangedAt">When it was made or edited last, or a time long ago.</param>
internal sealed record ExistingPost(PostId Id, Post? Content, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt);
