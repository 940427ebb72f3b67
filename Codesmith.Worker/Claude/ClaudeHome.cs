using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Codesmith.Worker.Claude;

/// <summary>
/// The user's home as Claude Code needs it to come up without a dialog. The user and the agent can write here, so it
/// is looked over before each start.
/// </summary>
internal sealed partial class ClaudeHome(string home, string workspace)
{
    /// <summary>Far more than Claude Code's own files of settings ever have.</summary>
    private const int JsonBytes = 64 * 1024 * 1024;

    /// <summary>A name that is there twice would make the object fail when it is read, not when it is parsed.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private string ConfigFile => Path.Combine(home, ".claude.json");

    private string ConfigFolder => Path.Combine(home, ".claude");

    /// <summary>Holds <see cref="RunStatus"/> files.</summary>
    public string StatusFolder => Path.Combine(ConfigFolder, "sessions");

    /// <summary>The status file of a Claude Code, by its process id in this sandbox.</summary>
    public string StatusOf(int processId) => Path.Combine(StatusFolder, $"{processId}.json");

    /// <summary>Holds the transcripts of this workspace.</summary>
    public string TranscriptFolder =>
        Path.Combine(ConfigFolder, "projects", NotAlphanumeric().Replace(workspace, "-"));

    public string TranscriptOf(string conversationId) => Path.Combine(TranscriptFolder, conversationId + ".jsonl");

    /// <summary>
    /// Prepares a start. Returns what had to be set aside, a line each, for the log. Afterwards the conversation has a
    /// transcript exactly if it can be resumed.
    /// </summary>
    public IReadOnlyList<string> Prepare(string conversationId)
    {
        var mending = new HomeMending();
        foreach (var folder in new[] { ConfigFolder, Path.GetDirectoryName(TranscriptFolder)!, TranscriptFolder })
            mending.MakeFolder(folder);
        // A killed Claude Code leaves its status behind, and the next one has the same process id.
        mending.MakeEmptyFolder(StatusFolder);
        SeedConfig(mending);
        SetAsideBroken(Path.Combine(ConfigFolder, "settings.json"), mending);
        if (Directory.Exists(ProjectFolder))
        {
            mending.MakeFolder(ProjectFolder);
            SetAsideBroken(Path.Combine(ProjectFolder, "settings.json"), mending);
            SetAsideBroken(Path.Combine(ProjectFolder, "settings.local.json"), mending);
        }

        var transcript = TranscriptOf(conversationId);
        mending.MakeFile(transcript);
        if (File.Exists(transcript) && !File.ReadLines(transcript).Any(IsPartOfConversation))
            mending.SetAside(transcript);
        return mending.Findings;
    }

    private string ProjectFolder => Path.Combine(workspace, ".claude");

    /// <summary>Marks first-run questions as answered; everything else in the file is Claude Code's own and stays.</summary>
    private void SeedConfig(HomeMending mending)
    {
        mending.MakeFile(ConfigFile);
        var config = ReadObject(ConfigFile);
        if (config is null && File.Exists(ConfigFile))
            mending.SetAside(ConfigFile);
        config ??= [];

        config["hasCompletedOnboarding"] = true;
        var responses = ObjectAt(config, "customApiKeyResponses");
        var suffix = ClaudeCommand.PlaceholderKey[^20..];
        var approved = responses["approved"] as JsonArray ?? [];
        if (!approved.Any(key => key is JsonValue value && value.TryGetValue(out string? text) && text == suffix))
            approved.Add((JsonNode)suffix);
        responses["approved"] = approved;
        responses["rejected"] ??= new JsonArray();
        ObjectAt(ObjectAt(config, "projects"), workspace)["hasTrustDialogAccepted"] = true;

        var temporary = ConfigFile + ".new";
        mending.MakeFile(temporary);
        File.WriteAllText(temporary, config.ToJsonString());
        File.Move(temporary, ConfigFile, overwrite: true);
    }

    /// <summary>A settings file that is not understood stops the start with a dialog.</summary>
    private static void SetAsideBroken(string file, HomeMending mending)
    {
        mending.MakeFile(file);
        if (File.Exists(file) && (ReadObject(file) is not { } settings || !KnowsItsHooks(settings)))
            mending.SetAside(file);
    }

    private static bool KnowsItsHooks(JsonObject settings) => settings["hooks"] switch
    {
        null => true,
        JsonObject hooks => hooks.All(hook => KnownHooks.Contains(hook.Key) && hook.Value is JsonArray),
        _ => false,
    };

    /// <summary>
    /// One killed before it had recorded its first prompt leaves a transcript of notes only: it is refused to be
    /// resumed, because it has no conversation, and to be begun, because its id is in use.
    /// </summary>
    private static bool IsPartOfConversation(string line)
    {
        try
        {
            using var entry = JsonReading.Document(Encoding.UTF8.GetBytes(line));
            return entry.RootElement.Text("uuid") is not null;
        }
        catch (JsonException)
        {
            // A line that was cut off; Claude Code passes over it too.
            return false;
        }
    }

    private static JsonObject? ReadObject(string file)
    {
        try
        {
            if (RealFile.Read(file, JsonBytes) is not { } json)
                return null;
            using var text = new StreamReader(new MemoryStream(json));
            return JsonNode.Parse(text.ReadToEnd(), null, Strict) as JsonObject;
        }
        catch (JsonException)
        {
            // The caller sets the file aside.
            return null;
        }
    }

    private static JsonObject ObjectAt(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
            parent[name] = child = [];
        return child;
    }

    /// <summary>The events the pinned version knows; another name raises a dialog at start.</summary>
    private static readonly HashSet<string> KnownHooks = new(StringComparer.Ordinal)
    {
        "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Notification", "UserPromptSubmit",
        "UserPromptExpansion", "SessionStart", "SessionEnd", "Stop", "StopFailure", "SubagentStart", "SubagentStop",
        "PreCompact", "PostCompact", "PermissionRequest", "PermissionDenied", "Setup", "TeammateIdle", "TaskCreated",
        "TaskCompleted", "Elicitation", "ElicitationResult", "ConfigChange", "WorktreeCreate", "WorktreeRemove",
        "InstructionsLoaded", "CwdChanged", "FileChanged", "MessageDisplay", "PreModelSwitch", "PostModelSwitch",
        "DirectoryAdded",
    };

    [GeneratedRegex("[^a-zA-Z0-9]")]
    private static partial Regex NotAlphanumeric();
}
