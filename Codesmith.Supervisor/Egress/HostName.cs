namespace Codesmith.Supervisor.Egress;

/// <summary>The spelling of host names: one for each, and nothing that two programs could read differently.</summary>
internal static class HostName
{
    /// <summary>Characters of a name, as DNS has it.</summary>
    private const int Longest = 253;

    private const int LongestLabel = 63;

    /// <summary>The name in lower case and without the dot of the root; null for what is no name.</summary>
    public static string? Read(string text)
    {
        var name = text.EndsWith('.') ? text[..^1] : text;
        var labels = name.Split('.');
        return name.Length <= Longest && labels.All(IsLabel) && !IsNumber(labels[^1])
            ? name.ToLowerInvariant()
            : null;
    }

    // Underscores are in no rule for hosts, but in names that work.
    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    /// <summary>
    /// A last label by which some programs take the whole for an address: "127.1", "2130706433" and "0x7f000001" are
    /// all loopback to them.
    /// </summary>
    private static bool IsNumber(string label) =>
        label.All(char.IsAsciiDigit)
        || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && label.Skip(2).All(char.IsAsciiHexDigit));
}
