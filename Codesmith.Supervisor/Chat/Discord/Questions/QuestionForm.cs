using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Posts;

namespace Codesmith.Supervisor.Chat.Discord.Questions;

/// <summary>The form in which a user answers in their own words, or enters what nobody else may see.</summary>
internal static class QuestionForm
{
    private const string Field = "text";

    public static Modal ForAnswer(CustomId.Words id, QuestionItem item) =>
        Of(id, string.IsNullOrWhiteSpace(item.Header) ? "Your answer" : item.Header, "Your answer", isRequired: true);

    public static Modal ForRefusal(CustomId.Refuse id) => Of(id, "What should it do instead?", "Tell Claude", isRequired: false);

    public static Modal ForSignIn(CustomId.EnterSignIn id) => id.Asks == SignInSecret.Code
        ? Of(id, "Sign in to Claude", "The code that the page shows", isRequired: true)
        : Of(id, "An API key of your own", "The key", isRequired: true);

    /// <summary>What was written; empty if nothing was.</summary>
    public static string Read(InteractionData data) =>
        (data.Components ?? [])
            .Select(around => around.Component ?? (around.Components is [var inner, ..] ? inner : around))
            .FirstOrDefault(input => input.CustomId == Field)?.Value?.Trim() ?? "";

    private static Modal Of(CustomId id, string title, string label, bool isRequired) => new(
        id.Write(), DiscordText.Clip(title, DiscordLimits.FormTitle),
        [
            new Label(label, new TextInput(
                Field, TextInputStyle.Paragraph, MinLength: isRequired ? 1 : 0, MaxLength: DiscordLimits.FormText, Required: isRequired)),
        ]);
}
