using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Gateway.Metering;
using Microsoft.Extensions.Configuration;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// Reads <see cref="CodesmithOptions"/> from the environment and, where it says nothing, from the configuration
/// file. Finds all mistakes at once.
/// </summary>
/// <param name="variable">The environment.</param>
/// <param name="file">The section; its keys are named beside the variables below.</param>
/// <param name="isUnattended">Whether there is nobody at standard input, as with a service.</param>
internal sealed class OptionsReader(
    Func<string, string?> variable, IConfiguration file, bool isUnattended = false)
{
    internal const string DataVariable = "CODESMITH_DATA";
    internal const string WorkerVariable = "CODESMITH_WORKER_FOLDER";
    internal const string ClaudeVariable = "CODESMITH_CLAUDE";
    internal const string KeyVariable = "ANTHROPIC_API_KEY";
    internal const string BaseUrlVariable = "ANTHROPIC_BASE_URL";
    internal const string DemoVariable = "CODESMITH_DEMO";

    /// <summary>Systemd's name of the key.</summary>
    private const string KeyCredential = "anthropic-api-key";

    private static readonly Uri DefaultBaseUrl = new("https://api.anthropic.com");

    private readonly Settings _settings = new(variable, file);

    /// <summary>Reads everything; null with at least one mistake, each one line.</summary>
    /// <param name="programFolder">The folder of this program.</param>
    /// <param name="mistakes">What to correct; empty if all is well.</param>
    internal CodesmithOptions? Read(string programFolder, out IReadOnlyList<string> mistakes)
    {
        string? data = Folder(DataVariable, "Data", mustExist: false) ?? DefaultDataFolder();
        string worker = Folder(WorkerVariable, "WorkerFolder", mustExist: true) ?? Path.Combine(programFolder, "worker");
        string claude = Claude(Path.Combine(programFolder, "claude"));
        DiscordOptions? discord = DiscordOptionsReader.Read(_settings);
        EgressOptions egress = EgressOptionsReader.Read(_settings);
        DailyBudget budget = BudgetReader.Read(_settings);
        LimitsOptions limits = LimitsReader.Read(_settings);
        ModelAccess? model = Model(hasChat: discord is not null);
        if (discord is null && isUnattended)
        {
            _settings.Reject(
                $"{DiscordOptionsReader.TokenVariable} is not set: without the bot's token a service has no chat.");
        }

        mistakes = _settings.Mistakes;
        return mistakes.Count == 0
            ? new(data!, worker, claude, model, discord) { Egress = egress, Budget = budget, Limits = limits }
            : null;
    }

    private string? DefaultDataFolder()
    {
        // The specification of XDG_DATA_HOME has relative paths ignored.
        if (_settings.Variable("XDG_DATA_HOME") is { } dataHome && Path.IsPathRooted(dataHome))
            return Path.Combine(dataHome, "codesmith");
        if (_settings.Variable("HOME") is { } home && Path.IsPathRooted(home))
            return Path.Combine(home, ".local", "share", "codesmith");
        _settings.Reject($"{DataVariable} is not set, and neither is HOME: say where the data goes.");
        return null;
    }

    private string? Folder(string name, string key, bool mustExist)
    {
        if (_settings.Value(name, key) is not { } path)
            return null;
        if (!Path.IsPathRooted(path))
            _settings.Reject($"{name} is no absolute path: {path}");
        else if (File.Exists(path))
            _settings.Reject($"{name} is a file and not a folder: {path}");
        else if (mustExist && !Directory.Exists(path))
            _settings.Reject($"{name} names a folder that is not there: {path}");
        return path;
    }

    private string Claude(string besideProgram)
    {
        if (_settings.Value(ClaudeVariable, "Claude") is { } path)
        {
            if (!Path.IsPathRooted(path))
                _settings.Reject($"{ClaudeVariable} is no absolute path: {path}");
            else if (!File.Exists(path))
                _settings.Reject($"{ClaudeVariable} names a program that is not there: {path}");
            return path;
        }

        // The one that was installed with this program has the version that it is made for.
        return (_settings.Variable("PATH") ?? "").Split(':')
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, "claude"))
            .Prepend(besideProgram)
            .FirstOrDefault(File.Exists) ?? besideProgram;
    }

    /// <summary>With nothing set, a person at the terminal gets the demo; in a chat, users sign in by themselves.</summary>
    private ModelAccess? Model(bool hasChat)
    {
        Secret? key = _settings.Secret(KeyVariable, KeyCredential, "ApiKey");
        string? address = _settings.Value(BaseUrlVariable, "BaseUrl");
        Uri baseUrl = DefaultBaseUrl;
        if (address is not null && !TryBaseUrl(address, out baseUrl!))
        {
            // The address is not repeated: a mistyped one may hold a password.
            _settings.Reject(
                $"{BaseUrlVariable} must be an http or https address without user, query and fragment, such as {DefaultBaseUrl}");
        }

        bool isModelNamed = key is not null || address is not null;
        bool isDemo = _settings.Flag(DemoVariable, "Demo") ?? !(isModelNamed || hasChat);
        if (isDemo && isModelNamed)
            _settings.Reject($"{DemoVariable} is set, and so is {KeyVariable} or {BaseUrlVariable}: keep the one or the other.");
        return isDemo ? null : new(key, baseUrl);
    }

    private static bool TryBaseUrl(string address, out Uri? url) =>
        Uri.TryCreate(address, UriKind.Absolute, out url)
        && url.Scheme is "http" or "https"
        && url.Host.Length > 0
        && url is { UserInfo: "", Query: "", Fragment: "" };
}
