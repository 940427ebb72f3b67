namespace Codesmith.Worker.Pty;

/// <summary>A program to start on a terminal of its own.</summary>
/// <param name="FileName">
/// Absolute path. Nothing is looked up in a PATH: which program runs must depend neither on the environment nor on
/// what lies in the working directory.
/// </param>
/// <param name="Arguments">What follows the program's name; the name itself is <paramref name="FileName"/>.</param>
/// <param name="Environment">The whole environment: nothing is inherited.</param>
/// <param name="WorkingDirectory">Absolute path of an existing folder.</param>
/// <param name="Size">The size the program finds when it first asks.</param>
internal sealed record TerminalCommand(
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    TerminalSize Size);
