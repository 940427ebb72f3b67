using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>What each user used today, exact however many answers come at once, and whether there is more.</summary>
internal sealed class UsageLedger
{
    private readonly UsageJournal _journal;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, DayUse> _uses = [];
    private readonly Dictionary<UserId, long> _expected = []; // tokens that requests under way will still use

    /// <param name="journal">Has what an earlier program counted today, and keeps what this one does.</param>
    /// <param name="budget">Of each user.</param>
    /// <param name="clock">Says which day it is.</param>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public UsageLedger(UsageJournal journal, DailyBudget budget, TimeProvider clock)
    {
        (_journal, Budget, _clock) = (journal, budget, clock);
        foreach (var entry in journal.Read(DayOf(clock.GetUtcNow())))
            Count(new UserId(entry.User), entry.At, MeteredReply.Nothing, new MeteredReply(entry.Model, entry.Usage));
    }

    public DailyBudget Budget { get; }

    /// <summary>What the user used today so far.</summary>
    public DayUse UseOf(UserId user)
    {
        lock (_gate)
            return Today(user);
    }

    /// <summary>What to answer instead of asking the model; null while there is something left.</summary>
    public AnthropicError? Refusal(UserId user)
    {
        DayUse use;
        long expected;
        lock (_gate)
            (use, expected) = (Today(user), _expected.GetValueOrDefault(user));
        return Budget.IsSpentBy(use.PlusExpected(expected))
            ? GatewayErrors.BudgetSpent(Budget, use, _clock.GetUtcNow())
            : null;
    }

    /// <summary>
    /// An answer begins. It counts in the day in which it does; until it says what it uses, an estimate keeps further
    /// ones from passing beside it.
    /// </summary>
    /// <param name="user">Who asked.</param>
    /// <param name="requestBytes">How long the request is.</param>
    public ReplyMeter Begin(UserId user, long requestBytes)
    {
        long tokens = TokenUsage.ExpectedOf(requestBytes);
        Expect(user, tokens);
        return new ReplyMeter(this, user, _clock.GetUtcNow(), tokens);
    }

    /// <summary>More is expected, or less.</summary>
    internal void Expect(UserId user, long tokens)
    {
        if (tokens == 0)
            return;
        lock (_gate)
        {
            long expected = _expected.GetValueOrDefault(user) + tokens;
            if (expected == 0)
                _expected.Remove(user);
            else
                _expected[user] = expected;
        }
    }

    /// <summary>An answer has announced more.</summary>
    internal void Count(UserId user, DateTimeOffset begun, MeteredReply before, MeteredReply now)
    {
        lock (_gate)
        {
            var use = Today(user);
            if (use.Day == DayOf(begun))
                _uses[user] = use.Plus(before, now);
        }
    }

    /// <summary>An answer has ended, however it did.</summary>
    internal void Keep(UserId user, DateTimeOffset begun, MeteredReply reply)
    {
        if (reply.Usage.Total > 0)
            _journal.Add(new UsageEntry(begun, user.Value, reply.Model, reply.Usage));
    }

    private DayUse Today(UserId user)
    {
        var day = DayOf(_clock.GetUtcNow());
        return _uses.TryGetValue(user, out var use) && use.Day == day ? use : new DayUse(day);
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
