using System.Text.RegularExpressions;
using Codesmith.Protocol;

namespace Codesmith.Tests.EndToEnd;

/// <summary>What a worker also finds when nothing is wrong but the machine is slow: something did not come in time.</summary>
internal static class LateDiagnoses
{
    private static readonly string[] Codes =
    [
        "turn-record-late", "screen-at-rest", "no-prompt-hook", "prompt-nudged", "interrupt-unconfirmed", "input-full",
    ];

    private static readonly Regex Logged = new(
        $@"^warn: .*\n.* found ({string.Join('|', Codes)}): .*\n?", RegexOptions.Multiline);

    public static bool Has(Diagnosed finding) => Codes.Contains(finding.Code);

    /// <summary>A log without the lines about them.</summary>
    public static string RemovedFrom(string log) => Logged.Replace(log, "");
}
