namespace Codesmith.Supervisor.Chat;

/// <summary>How often what a post needs has failed, and when to try again.</summary>
/// <param name="Wanted">What should be there; null for a deletion. Another content is tried anew.</param>
/// <param name="Failures">At least 1.</param>
/// <param name="NotBefore">When to try again.</param>
internal sealed record PostSyncRetry(Post? Wanted, int Failures, DateTimeOffset NotBefore)
{
    /// <summary>
    /// The adapter repeats by itself what can be repeated, so what fails here fails for a reason: after about half a
    /// minute the post is left as it is, for the sake of those behind it.
    /// </summary>
    public const int MostFailures = 6;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    public bool IsGivenUp => Failures >= MostFailures;

    public static PostSyncRetry After(PostSyncRetry? earlier, Post? wanted, ChatFailure failure, DateTimeOffset now)
    {
        // What was refused is refused again, and services count that against the sender.
        if (failure is ChatFailure.Refused or ChatFailure.ChannelGone)
            return new PostSyncRetry(wanted, MostFailures, now);
        bool isSame = earlier is not null && PostSyncComparer.Instance.Equals(earlier.Wanted, wanted);
        int failures = isSame ? earlier!.Failures + 1 : 1;
        return new PostSyncRetry(wanted, failures, now + (FirstDelay * (1 << (failures - 1))));
    }
}
