namespace Codesmith.Supervisor.Chat;

/// <summary>How often what a post needs has failed, and when to try again.</summary>
/// <param name="Wanted">What should be there; null for a deletion. Another content is counted anew.</param>
/// <param name="Failures">0 if it was only too early.</param>
/// <param name="NotBefore">When to try again, whatever should be there by then.</param>
internal sealed record PostSyncRetry(Post? Wanted, int Failures, DateTimeOffset NotBefore)
{
    /// <summary>
    /// The adapter repeats by itself what can be repeated, so what fails here fails for a reason: after about half a
    /// minute the post is left as it is, for the sake of those behind it.
    /// </summary>
    public const int MostFailures = 6;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What was refused is mostly refused again, whatever it says, and services count that against the sender.
    /// </summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(1);

    public bool IsGivenUp => Failures >= MostFailures;

    public static PostSyncRetry After(PostSyncRetry? earlier, Post? wanted, ChatException failure, DateTimeOffset now)
    {
        if (failure.Failure is ChatFailure.Refused or ChatFailure.ChannelGone)
            return new PostSyncRetry(wanted, MostFailures, now + AfterRefusal);
        bool isSame = earlier is not null && PostSyncComparer.Instance.Equals(earlier.Wanted, wanted);
        int failures = isSame ? earlier!.Failures : 0;
        return failure.NotBefore is { } time
            ? new PostSyncRetry(wanted, failures, time)
            : new PostSyncRetry(wanted, failures + 1, now + (FirstDelay * (1 << failures)));
    }
}
