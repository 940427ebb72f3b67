namespace Codesmith.Supervisor.Chat;

/// <summary>How often what a post needs has failed, and when to try again.</summary>
/// <param name="Wanted">What should be there; null for a deletion.</param>
/// <param name="Failures">In a row, whatever should have been there; 0 if it was only too early.</param>
/// <param name="NotBefore">When to try again, whatever should be there by then.</param>
/// <param name="IsGivenUp">
/// Whether it was refused and would be refused again: only something else is tried, and those behind it do not wait.
/// </param>
internal sealed record PostSyncRetry(Post? Wanted, int Failures, DateTimeOffset NotBefore, bool IsGivenUp)
{
    /// <summary>
    /// What was refused is mostly refused again, whatever it says, and services count that against the sender.
    /// </summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(1);

    public static PostSyncRetry After(PostSyncRetry? earlier, Post? wanted, ChatException failure, DateTimeOffset now)
    {
        int failures = earlier?.Failures ?? 0;
        if (failure.Failure != ChatFailure.Unavailable)
            return new PostSyncRetry(wanted, failures + 1, now + AfterRefusal, IsGivenUp: true);
        return failure.NotBefore is { } time
            ? new PostSyncRetry(wanted, failures, time, IsGivenUp: false)
            : new PostSyncRetry(wanted, failures + 1, now + RetryPause.After(failures), IsGivenUp: false);
    }
}
