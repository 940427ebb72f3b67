namespace Codesmith.Supervisor.Chat;

/// <summary>A post that should exist now.</summary>
/// <param name="Key">The same for the same post from one view to the next.</param>
/// <param name="Content">What it should say.</param>
/// <param name="IsFinal">
/// Whether it will stay so. Once it is shown it is settled: it may be missing in later views and stays all the same.
/// Any other post that is missing in a view is deleted.
/// </param>
/// <param name="IsPinned">Whether it is pinned, and edited at a calm pace. Such a post is never final.</param>
internal sealed record DesiredPost(PostKey Key, Post Content, bool IsFinal, bool IsPinned = false)
{
    /// <summary>
    /// Whether it is made anew if somebody removes it: nobody would see how the session is, or that it waits for an
    /// answer. Whoever removes anything else does not want to see it again.
    /// </summary>
    public bool IsNeeded => IsPinned || Content is QuestionPost { Closing: null };
}

/// <summary>Names a post within a session.</summary>
/// <param name="Item">The number of what it shows.</param>
/// <param name="Part">0 for the first post of the item, one more for each.</param>
internal readonly record struct PostKey(long Item, int Part);
