namespace Codesmith.Protocol;

/// <summary>The user's decision on an open question.</summary>
/// <param name="QuestionId">As in <see cref="QuestionAsked"/>.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Choices">For a choice that is accepted: for each item, in order, the labels or own words chosen.</param>
/// <param name="Message">For a refusal: what to do instead; may be null.</param>
public sealed record QuestionAnswer(
    string QuestionId,
    QuestionDecision Decision,
    IReadOnlyList<IReadOnlyList<string>> Choices,
    string? Message = null);

/// <summary>What the user decided.</summary>
public enum QuestionDecision
{
    /// <summary>The choice is made, the plan approved, the tool allowed.</summary>
    Accept,

    /// <summary>The plan or the tool is refused; the agent goes on and hears why.</summary>
    Refuse,

    /// <summary>The question is left unanswered; the turn ends.</summary>
    Dismiss,
}
