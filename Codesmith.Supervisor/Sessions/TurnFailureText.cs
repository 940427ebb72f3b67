using Codesmith.Protocol;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Sessions;

/// <summary>A failed turn in one line for the user: what it means and what to do, then the agent's own words.
/// What Codesmith itself said on the way to the model needs no explanation.</summary>
internal static class TurnFailureText
{
    /// <param name="kind">The agent's own word; null if it gave none.</param>
    /// <param name="message">The agent's own words; null if it gave none.</param>
    /// <param name="credential">What the agent uses the model with.</param>
    public static string Of(string? kind, string? message, CredentialKind? credential)
    {
        if (message?.IndexOf(AgentErrors.OwnWords, StringComparison.Ordinal) is { } own and >= 0)
            return SessionTexts.FirstLine(message[own..]);
        // The agent's words name a command that nobody can give it here.
        if (EndsSignIn(kind, message, credential))
        {
            return credential == CredentialKind.Account
                ? "Your sign-in is not valid any more. Sign in again with `/cc login`, then try your message again."
                : "Your key is not accepted. Give another one with `/cc login method: key`, then try your message again.";
        }

        string meaning = kind switch
        {
            "rate_limit" => "The model's rate limit is reached. Wait a little, then send your message again.",
            "authentication_failed" or "oauth_org_not_allowed" =>
                "The model refused the sign-in: the key or the account is not valid.",
            "server_error" => "The model's service failed. Send your message again in a moment.",
            "overloaded" => "The model's service is overloaded. Send your message again in a moment.",
            "billing_error" => "The model's account cannot pay: its credit or its plan is used up.",
            "invalid_request" => "The model did not accept the request.",
            "model_not_found" => "There is no such model, or the account may not use it. Choose another one.",
            "max_output_tokens" => "The answer was longer than the model may write at once.",
            _ => "The turn failed.",
        };
        string words = message is null ? "" : SessionTexts.FirstLine(message);
        return words.Length == 0 ? meaning : $"{meaning} ({words})";
    }

    /// <summary>Whether what the user signed in with is not accepted any more.</summary>
    public static bool EndsSignIn(string? kind, string? message, CredentialKind? credential) =>
        credential is CredentialKind.Account or CredentialKind.OwnKey
        && (kind is "authentication_failed" || message?.Contains("/login", StringComparison.Ordinal) == true);
}
