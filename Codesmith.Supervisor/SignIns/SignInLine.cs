namespace Codesmith.Supervisor.SignIns;

/// <summary>What a line of <c>claude auth login</c> means. A closed union.</summary>
internal abstract record SignInLine
{
    private const string Beginning = "https://";

    private static readonly string[] Failures = ["Couldn't log in:", "Login failed:"];
    private static readonly string[] Refusals = ["wasn't accepted", "status code 400", "status code 401"];
    private static readonly string[] Hosts = ["claude.ai", "claude.com", "anthropic.com"];

    private SignInLine()
    {
    }

    /// <summary>Reads a line; null for one that means nothing.</summary>
    public static SignInLine? Read(string line)
    {
        if (Failures.FirstOrDefault(failure => line.Contains(failure, StringComparison.Ordinal)) is { } mark)
        {
            string reason = line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim();
            return Refusals.Any(refusal => reason.Contains(refusal, StringComparison.Ordinal))
                ? new Refused()
                : new Failed(reason);
        }
        if (line.Contains("doesn't look like the full code", StringComparison.Ordinal)
            || line.Contains("Invalid code", StringComparison.Ordinal))
            return new Incomplete();
        return ReadLink(line) is { } link ? new Link(link) : null;
    }

    /// <summary>
    /// The page of those who keep accounts, and no other: what runs in a sandbox does not send its user elsewhere.
    /// </summary>
    private static Uri? ReadLink(string line)
    {
        int begin = line.IndexOf(Beginning, StringComparison.Ordinal);
        if (begin < 0)
            return null;
        string text = line[begin..].Split(' ')[0];
        return Uri.TryCreate(text, UriKind.Absolute, out var link) && link is { UserInfo: "", IsDefaultPort: true }
            && Hosts.Any(host => link.Host == host || link.Host.EndsWith("." + host, StringComparison.Ordinal))
            ? link
            : null;
    }

    /// <summary>The page to sign in at.</summary>
    internal sealed record Link(Uri Address) : SignInLine;

    /// <summary>What was entered is no whole code; another one may be entered.</summary>
    internal sealed record Incomplete : SignInLine;

    /// <summary>The code is not accepted; the command ends.</summary>
    internal sealed record Refused : SignInLine;

    /// <summary>Something else went wrong; the command ends.</summary>
    /// <param name="Reason">A few words.</param>
    internal sealed record Failed(string Reason) : SignInLine;
}
