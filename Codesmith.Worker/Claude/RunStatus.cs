using System.Text.Json;

namespace Codesmith.Worker.Claude;

/// <summary>What Claude Code writes of itself to <c>~/.claude/sessions/&lt;pid&gt;.json</c>.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="WaitingFor">While waiting: "permission prompt", "input needed", "dialog open".</param>
/// <param name="Version">The version that wrote it.</param>
/// <param name="Conversation">What it works on.</param>
internal sealed record RunStatus(
    RunKind Kind, string? WaitingFor = null, string? Version = null, string? Conversation = null)
{
    /// <summary>Returns null for a file that is half written or says nothing of the status yet.</summary>
    public static RunStatus? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonReading.Document(json);
            var root = document.RootElement;
            RunKind? kind = root.Text("status") switch
            {
                // "shell" is "idle" for as long as a command of the agent's runs in the background.
                "idle" or "shell" => RunKind.Idle,
                "waiting" => RunKind.Waiting,
                // A status of a later version is work of some kind.
                { } => RunKind.Busy,
                null => null,
            };
            return kind is { } known
                ? new RunStatus(known, root.Text("waitingFor"), root.Text("version"), root.Text("sessionId"))
                : null;
        }
        catch (JsonException)
        {
            // The file is written in place: the next change brings it whole.
            return null;
        }
    }
}

/// <summary>What Claude Code does.</summary>
internal enum RunKind
{
    Idle,
    Busy,
    Waiting,
}
