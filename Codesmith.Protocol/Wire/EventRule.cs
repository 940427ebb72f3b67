using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Codesmith.Protocol.Wire;

/// <summary>
/// One walk over every field of every event, naming the limit it obeys. The worker's rule makes events fit, the
/// supervisor's rule refuses those that do not: sharing the walk, they cannot disagree.
/// </summary>
public abstract class EventRule
{
    /// <summary>The event with the rule applied to each field.</summary>
    public WorkerEvent Apply(WorkerEvent happening) => happening switch
    {
        AgentReady e => e with { Version = Short(e.Version) },
        AgentExited e => e with { Cause = Known(e.Cause), Screen = Long(e.Screen) },
        ConversationChanged e => e with { ConversationId = Short(e.ConversationId), Origin = Known(e.Origin) },
        PromptAccepted e => e with { PromptId = Short(e.PromptId) },
        PromptFailed e => e with { PromptId = Short(e.PromptId), Message = Short(e.Message) },
        TurnEnded e => e with
        {
            Outcome = Known(e.Outcome),
            ErrorKind = Short(e.ErrorKind),
            Message = Short(e.Message),
        },
        TextStreamed e => e with { BlockId = Short(e.BlockId), Delta = Long(e.Delta) },
        TextCompleted e => e with { BlockId = Short(e.BlockId), Text = Long(e.Text) },
        ToolStarted e => e with
        {
            ToolId = Short(e.ToolId),
            Name = Short(e.Name),
            Summary = Short(e.Summary),
            AgentId = Short(e.AgentId),
        },
        ToolEnded e => e with
        {
            ToolId = Short(e.ToolId),
            Outcome = Known(e.Outcome),
            Result = Long(e.Result),
            Duration = e.Duration is { } duration ? NotNegative(duration, "e.Duration") : null,
        },
        QuestionAsked e => e with
        {
            QuestionId = Short(e.QuestionId),
            Kind = Known(e.Kind),
            Title = Short(e.Title),
            Body = Long(e.Body),
            Items = List(e.Items, e.Kind == QuestionKind.Choice ? 1 : 0, MaximumItems(e.Kind), Apply),
        },
        QuestionClosed e => e with { QuestionId = Short(e.QuestionId), Closing = Known(e.Closing) },
        CommandCompleted e => e with { CommandId = Short(e.CommandId), Message = Short(e.Message) },
        StatusReported e => e with { Status = Apply(e.Status) },
        ActivityChanged e => e with { Activity = Known(e.Activity) },
        RetryReported e => e with { Text = Short(e.Text) },
        Diagnosed e => e with { Code = Short(e.Code), Detail = Short(e.Detail) },
        _ => throw new ArgumentOutOfRangeException(nameof(happening), happening.GetType(), "Not a case of the union."),
    };

    /// <summary>A text of at most <paramref name="limit"/> characters.</summary>
    protected abstract string Text(string value, int limit, string field);

    /// <summary>A list of <paramref name="minimum"/> to <paramref name="maximum"/> entries, none of them null.</summary>
    protected abstract IReadOnlyList<T> Bounded<T>(IReadOnlyList<T> value, int minimum, int maximum, string field)
        where T : class;

    /// <summary>A number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    protected abstract T Within<T>(T value, T minimum, T maximum, string field)
        where T : struct, IComparable<T>;

    /// <summary>A value the enum declares.</summary>
    protected abstract T Known<T>(T value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : struct, Enum;

    private static int MaximumItems(QuestionKind kind) => kind == QuestionKind.Choice ? WireLimits.QuestionItems : 0;

    private QuestionItem Apply(QuestionItem item) => item with
    {
        Header = Short(item.Header),
        Text = Short(item.Text),
        Options = List(item.Options, 0, WireLimits.QuestionItems, Apply),
    };

    private QuestionOption Apply(QuestionOption option) =>
        new(Short(option.Label), Short(option.Description));

    private AgentStatus Apply(AgentStatus status) => status with
    {
        ModelId = Short(status.ModelId),
        ModelName = Short(status.ModelName),
        InputTokens = NotNegative(status.InputTokens),
        OutputTokens = NotNegative(status.OutputTokens),
        CostUsd = status.CostUsd is { } cost ? Within(cost, 0m, decimal.MaxValue, "status.CostUsd") : null,
        ContextUsedPercent = status.ContextUsedPercent is { } used ? Percent(used, "status.ContextUsedPercent") : null,
        ContextWindow = NotNegative(status.ContextWindow),
        Limits = List(status.Limits, 0, WireLimits.UsageWindows, Apply),
    };

    private UsageLimit Apply(UsageLimit limit) =>
        limit with { Name = Short(limit.Name), UsedPercent = Percent(limit.UsedPercent, "limit.UsedPercent") };

    [return: NotNullIfNotNull(nameof(value))]
    private string? Short(string? value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value is null ? null : Text(value, WireLimits.ShortText, field);

    [return: NotNullIfNotNull(nameof(value))]
    private string? Long(string? value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value is null ? null : Text(value, WireLimits.EventText, field);

    private double Percent(double value, string field) => Within(value, 0, 100, field);

    private long? NotNegative(long? value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value is { } number ? Within(number, 0, long.MaxValue, field) : null;

    private TimeSpan NotNegative(TimeSpan value, string field) =>
        Within(value, TimeSpan.Zero, TimeSpan.MaxValue, field);

    private IReadOnlyList<T> List<T>(
        IReadOnlyList<T> value,
        int minimum,
        int maximum,
        Func<T, T> apply,
        [CallerArgumentExpression(nameof(value))] string field = "")
        where T : class =>
        [.. Bounded(value, minimum, maximum, field).Select(apply)];
}
