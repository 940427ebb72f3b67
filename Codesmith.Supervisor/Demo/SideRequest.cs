using System.Text.RegularExpressions;

namespace Codesmith.Supervisor.Demo;

/// <summary>
/// What the CLI asks for itself: it quotes the user's prompt while it does, and the scenario named there must not
/// run a second time.
/// </summary>
internal static partial class SideRequest
{
    public static ModelRequestKind KindOf(MessagesRequest request)
    {
        if (request.Structured is not null)
            return SpeaksOfTitles().IsMatch(request.Structured + request.SystemText) ? ModelRequestKind.Title : ModelRequestKind.Structured;
        if (AsksForSummary().IsMatch(request.Prompt.Text))
            return ModelRequestKind.Compaction;
        if (AsksToGoOn().IsMatch(request.Prompt.Text))
            return ModelRequestKind.Continuation;
        if (request.Tools.Count == 0 && SpeaksOfTitles().IsMatch(request.SystemText))
            return ModelRequestKind.Title;
        if (request.MaxTokens <= 1 || request.Prompt.Text == "quota")
            return ModelRequestKind.Quota;
        return ModelRequestKind.Turn;
    }

    /// <summary>The prepared answer to a request of any kind but a turn.</summary>
    public static Reply.Message Answer(ModelRequestKind kind) => Reply.Text(kind switch
    {
        ModelRequestKind.Title => """{"isNewTopic":true,"title":"Trying out Codesmith"}""",
        ModelRequestKind.Structured => "{}",
        ModelRequestKind.Continuation => "And this is the rest of it.",
        ModelRequestKind.Compaction => """
            <analysis>
            A short conversation with a scripted model.
            </analysis>

            <summary>
            1. Primary request: the user is trying out Codesmith.
            2. Pending tasks: none.
            </summary>
            """,
        _ => "ok",
    });

    [GeneratedRegex(@"\A(Output token limit hit\.|\[Your previous response had no visible output|Your response above was stopped by)")]
    private static partial Regex AsksToGoOn();

    [GeneratedRegex("title|topic", RegexOptions.IgnoreCase)]
    private static partial Regex SpeaksOfTitles();

    [GeneratedRegex(@"\ACRITICAL: Respond with TEXT ONLY|create a detailed summary of (the|this|our|your) conversation", RegexOptions.IgnoreCase)]
    private static partial Regex AsksForSummary();
}
