using System.Globalization;
using System.Text;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Sessions;

/// <summary>The response to the status command.</summary>
internal static class StatusText
{
    /// <summary>One line each; what is not known is left out.</summary>
    public static string Of(SessionState state, DateTimeOffset now)
    {
        var text = new StringBuilder($"State: {state.Describe()}");
        var status = state.Status;
        Line(text, "Model", status?.ModelName ?? status?.ModelId ?? state.Model);
        Line(text, "Signed in with", SignIn(state.Credential));
        Line(text, "Tokens in", Count(status?.InputTokens));
        Line(text, "Tokens out", Count(status?.OutputTokens));
        Line(text, "Cost", status?.CostUsd is { } cost ? cost.ToString("$0.00##", CultureInfo.InvariantCulture) : null);
        Line(text, "Context used", Context(status?.ContextUsedPercent, status?.ContextWindow));
        foreach (var limit in status?.Limits ?? [])
            Line(text, $"Limit {limit.Name}", Percent(limit.UsedPercent));
        foreach (var use in state.SandboxLimits.Concat(state.Budgets).Where(use => use.IsNear))
            Line(text, use.Name, use.Text);
        Line(text, "Up", state.ReadySince is { } since ? Duration(now - since) : null);
        Line(text, "Waiting messages", state.Queue.IsEmpty ? null : Count(state.Queue.Count));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.Append('\n').Append(name).Append(": ").Append(value);
    }

    private static string? SignIn(CredentialKind? credential) => credential switch
    {
        CredentialKind.Account => "your account",
        CredentialKind.OwnKey => "your own key",
        CredentialKind.SharedKey => "the shared key",
        _ => null,
    };

    private static string? Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double percent) =>
        percent.ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string? Context(double? percent, long? window) =>
        percent is null ? null
        : window is null ? Percent(percent.Value)
        : $"{Percent(percent.Value)} of {Count(window)}";

    private static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min"
        : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s"
        : $"{time.Seconds} s";
}
