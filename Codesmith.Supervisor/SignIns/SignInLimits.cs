namespace Codesmith.Supervisor.SignIns;

/// <summary>Every maximum of signing in.</summary>
internal static class SignInLimits
{
    /// <summary>Characters of a code: those that were seen have about a hundred.</summary>
    public const int Code = 1000;

    /// <summary>Codes that are refused, each followed by a new link: beyond that something else is wrong.</summary>
    public const int Refusals = 3;

    /// <summary>Lines of a command's output that are kept: the longest, a status, has some twenty.</summary>
    public const int Lines = 100;

    /// <summary>The link comes within a second; a program of 400 MB may have to come from a slow disk first.</summary>
    public static readonly TimeSpan Link = TimeSpan.FromMinutes(1);

    /// <summary>To open a page, sign in there, perhaps with a second factor, and bring the code back.</summary>
    public static readonly TimeSpan CodeEntry = TimeSpan.FromMinutes(10);

    /// <summary>The code is exchanged within seconds; the command itself gives up after half a minute.</summary>
    public static readonly TimeSpan Check = TimeSpan.FromMinutes(1);

    /// <summary>For a status or a sign-out, which gives up on the network sooner.</summary>
    public static readonly TimeSpan Errand = TimeSpan.FromMinutes(1);

    /// <summary>For the last words to those who wait, when the program ends.</summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);
}
