using System.Collections.Immutable;

namespace Codesmith.Supervisor.Sessions;

/// <summary>What a session's user has said about hosts, and what they are being asked.</summary>
internal sealed record HostAccess
{
    public static readonly HostAccess Unasked = new();

    public ImmutableList<HostQuestion> Open { get; private init; } = [];

    private ImmutableDictionary<string, (HostVerdict Verdict, DateTimeOffset Until)> Rules { get; init; } =
        ImmutableDictionary<string, (HostVerdict, DateTimeOffset)>.Empty;

    /// <summary>What has been said and still holds; null for nothing.</summary>
    public HostVerdict? Find(string host, DateTimeOffset now) =>
        Rules.TryGetValue(host, out var rule) && now < rule.Until ? rule.Verdict : null;

    /// <summary>One more connection waits for what is said about its host.</summary>
    public HostAccess Wait(HostQuestion question, long request)
    {
        var waiting = question with { Requests = question.Requests.Add(request) };
        return this with { Open = Open.Contains(question) ? Open.Replace(question, waiting) : Open.Add(waiting) };
    }

    /// <summary>A connection waits no more.</summary>
    public HostAccess Leave(HostQuestion question, long request) =>
        this with { Open = Open.Replace(question, question with { Requests = question.Requests.Remove(request) }) };

    /// <summary>The question is not open any more; what was said holds so long, and null for this once.</summary>
    public HostAccess Close(HostQuestion question, HostVerdict verdict, TimeSpan? holds, DateTimeOffset now)
    {
        var closed = this with { Open = Open.Remove(question) };
        if (holds is not { } time)
            return closed;
        var until = time == TimeSpan.MaxValue ? DateTimeOffset.MaxValue : now + time;
        var expired = Rules.Where(rule => rule.Value.Until <= now).Select(rule => rule.Key);
        return closed with { Rules = Rules.RemoveRange(expired).SetItem(question.Host, (verdict, until)) };
    }

    /// <summary>No question is open any more; what was said still holds.</summary>
    public HostAccess CloseAll() => this with { Open = [] };
}

/// <summary>A question about a host, which all connections to it share.</summary>
/// <param name="QuestionId">Begins as no question of an agent's does.</param>
/// <param name="Host">The host.</param>
/// <param name="Requests">The connections that wait.</param>
internal sealed record HostQuestion(string QuestionId, string Host, ImmutableList<long> Requests)
{
    public const string Once = "Allow once";
    public const string ForSession = "Allow for this session";
    public const string Deny = "Deny";

    private const string Prefix = "host:";

    /// <param name="number">Never used again in the session.</param>
    /// <param name="host">Part of the id: what is left of a question in a chat never answers one on another host.</param>
    public static HostQuestion Of(long number, string host) => new($"{Prefix}{number}:{host}", host, []);

    /// <summary>Whether a question is one of these. The agent's are not to pass for one.</summary>
    public static bool Is(string questionId) => questionId.StartsWith(Prefix, StringComparison.Ordinal);
}
