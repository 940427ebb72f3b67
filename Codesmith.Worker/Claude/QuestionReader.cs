using System.Text.Json;
using Codesmith.Protocol;

namespace Codesmith.Worker.Claude;

/// <summary>Turns a <see cref="HookEvent.PermissionRequest"/> into a question for the user.</summary>
internal static class QuestionReader
{
    public const string AskUserQuestion = "AskUserQuestion";
    public const string ExitPlanMode = "ExitPlanMode";

    /// <summary>Tools that are nothing but a question: they are not shown as tool calls.</summary>
    public static bool IsQuestion(string tool) => tool is AskUserQuestion or ExitPlanMode;

    public static QuestionAsked Read(string questionId, HookEvent.PermissionRequest request) => request.Tool switch
    {
        AskUserQuestion when Items(request.Input) is { Count: > 0 } items => new QuestionAsked(
            questionId, QuestionKind.Choice, items.Count == 1 ? items[0].Text : "A few questions", "", items),
        ExitPlanMode => new QuestionAsked(
            questionId, QuestionKind.Plan, "Approve this plan?", request.Input.Text("plan") ?? "", []),
        _ => new QuestionAsked(
            questionId, QuestionKind.Permission, $"Allow {request.Tool}?", Body(request), []),
    };

    private static string Body(HookEvent.PermissionRequest request) =>
        request.Input.Text("command") ?? ToolSummary.Of(request.Tool, request.Input);

    private static List<QuestionItem> Items(JsonElement input) => input.Field("questions").Items()
        .Where(question => !string.IsNullOrEmpty(question.Text("question")))
        .Take(WireLimits.QuestionItems)
        .Select(question => new QuestionItem(
            question.Text("header") ?? "", question.Text("question")!, question.Flag("multiSelect"),
            question.Field("options").Items()
                .Where(option => !string.IsNullOrEmpty(option.Text("label")))
                .Take(WireLimits.QuestionItems)
                .Select(option => new QuestionOption(option.Text("label")!, option.Text("description") ?? ""))
                .ToList()))
        .ToList();
}
