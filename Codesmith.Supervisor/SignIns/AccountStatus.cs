using System.Text.Json;

namespace Codesmith.Supervisor.SignIns;

/// <summary>What <c>claude auth status</c> says.</summary>
/// <param name="IsSignedIn">Whether an account is signed in.</param>
/// <param name="Email">Whose; null if it does not say.</param>
internal sealed record AccountStatus(bool IsSignedIn, string? Email)
{
    /// <summary>Longer is no address.</summary>
    private const int LongestEmail = 200;

    public static readonly AccountStatus SignedOut = new(IsSignedIn: false, Email: null);

    /// <summary>Reads its output; what cannot be read is no proof.</summary>
    public static AccountStatus Read(IEnumerable<string> lines)
    {
        try
        {
            using var document = JsonDocument.Parse(string.Join('\n', lines));
            var root = document.RootElement;
            bool isSignedIn = root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("loggedIn", out var loggedIn) && loggedIn.ValueKind == JsonValueKind.True
                && Text(root, "authMethod") is not (null or "none" or "api_key");
            return isSignedIn ? new AccountStatus(true, Plain(Text(root, "email"))) : SignedOut;
        }
        catch (JsonException)
        {
            return SignedOut;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // It is shown as code, which a backtick would end.
    private static string? Plain(string? email) =>
        email is { Length: > 0 and <= LongestEmail } && !email.Contains('`', StringComparison.Ordinal) ? email : null;
}
