namespace Codesmith.Supervisor.Credentials;

/// <summary>What a key looks like. Pure.</summary>
internal static class ApiKeyForm
{
    /// <summary>Those of the model's API have about a hundred; other services' fewer.</summary>
    private const int Least = 16;

    /// <summary>Longer is something else that was pasted.</summary>
    private const int Most = 500;

    private static readonly string[] TokenBeginnings = ["sk-ant-oat", "sk-ant-ort"];

    /// <returns>What is wrong with it: one line that does not repeat it; null for nothing.</returns>
    public static string? MistakeIn(string key) => key switch
    {
        { Length: < Least or > Most } => "That is not a whole key.",
        _ when !key.All(character => character is > ' ' and < '\u007f') =>
            "That holds characters that no key has: copy the key alone.",
        _ when TokenBeginnings.Any(token => key.StartsWith(token, StringComparison.Ordinal)) =>
            "That is the token of an account and no key: `/cc login` signs an account in.",
        _ => null,
    };
}
