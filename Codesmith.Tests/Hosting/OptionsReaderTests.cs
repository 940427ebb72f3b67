using Codesmith.Supervisor.Gateway.Metering;
using Codesmith.Supervisor.Hosting;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed class OptionsReaderTests
{
    private const string Key = "sk-ant-very-secret";

    [Test]
    public void Nothing_IsTheDemoWithDefaults()
    {
        CodesmithOptions options = Read(("HOME", "/home/ann"))!;

        Assert.That(options, Is.EqualTo(new CodesmithOptions("/home/ann/.local/share/codesmith", "/app/worker", "/app/claude", null)));
        Assert.That(options.IsDemo, Is.True);
    }

    [Test]
    public void Service_NeedsTheToken()
    {
        new OptionsReader(
            name => name == "HOME" ? "/h" : null, new ConfigurationBuilder().Build(), isUnattended: true)
            .Read("/app", out IReadOnlyList<string> mistakes);
        Assert.That(mistakes, Is.EqualTo(new[]
        {
            "DISCORD_BOT_TOKEN is not set: without the bot's token a service has no chat.",
        }));
    }

    [Test]
    public void Claude_IsTheOneBesideTheProgramBeforeAnyOther()
    {
        using var folder = new FilesOnDisk(("claude", ""));
        Assert.That(
            Reader([("HOME", "/h")]).Read(folder.Path, out _)!.ClaudeProgram, Is.EqualTo(folder.PathOf("claude")));
        Assert.That(
            Reader([("HOME", "/h"), ("PATH", $"relative:{folder.Path}")]).Read("/app", out _)!.ClaudeProgram,
            Is.EqualTo(folder.PathOf("claude")));
    }

    [TestCase("/data", "/data/codesmith")]
    [TestCase("relative", "/home/ann/.local/share/codesmith")]
    public void DataHome_IsUsedIfItIsAbsolute(string dataHome, string folder) =>
        Assert.That(Read(("HOME", "/home/ann"), ("XDG_DATA_HOME", dataHome))!.DataFolder, Is.EqualTo(folder));

    [Test]
    public void Key_IsTheRealModel()
    {
        CodesmithOptions options = Read(("HOME", "/h"), ("ANTHROPIC_API_KEY", $" {Key}\n"))!;

        Assert.That(options.Model!.ApiKey!.Reveal(), Is.EqualTo(Key));
        Assert.That(options.Model.BaseUrl, Is.EqualTo(new Uri("https://api.anthropic.com")));
    }

    [TestCase("", true)]
    [TestCase("DISCORD_BOT_TOKEN=t", false)]
    [TestCase("ANTHROPIC_BASE_URL=http://127.0.0.1", false)]
    [TestCase("CODESMITH_DEMO=0", false)]
    [TestCase("DISCORD_BOT_TOKEN=t CODESMITH_DEMO=1", true)]
    public void WithoutAKey_UsersSignInExceptInTheDemo(string set, bool isDemo)
    {
        var variables = set.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .Select(parts => (parts[0], parts[1]));
        CodesmithOptions options = Read([("HOME", "/h"), .. variables])!;
        Assert.That((options.IsDemo, options.Model?.ApiKey), Is.EqualTo((isDemo, (object?)null)));
    }

    [Test]
    public void Demo_IsYesOrNo() => Assert.That(
        Mistakes(("HOME", "/h"), ("CODESMITH_DEMO", "maybe")), Is.EqualTo(new[] { "CODESMITH_DEMO is neither 1 nor 0." }));

    [Test]
    public void Budget_IsReadAndItsMistakesAreNamed()
    {
        Assert.That(
            Read(("HOME", "/h"), ("CODESMITH_DAILY_TOKENS", "5000000"), ("CODESMITH_DAILY_DOLLARS", "2.50"))!.Budget,
            Is.EqualTo(new DailyBudget(5_000_000, 2.50m)));
        Reader([("HOME", "/h"), ("CODESMITH_DAILY_TOKENS", "many"), ("CODESMITH_DAILY_DOLLARS", "0")])
            .Read("/app", out IReadOnlyList<string> mistakes);
        Assert.That(mistakes, Is.EqualTo(new[]
        {
            "CODESMITH_DAILY_TOKENS is to be a number from 1 to 1000000000000, and not: many",
            "CODESMITH_DAILY_DOLLARS is to be a number from 0.01 to 1000000, and not: 0",
        }));
    }

    [Test]
    public void Limits_AreReadAndTheirMistakesAreNamed()
    {
        var file = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Limits:MemoryMiB"] = "1024",
            ["Limits:Sessions"] = "5",
            ["Limits:IdleHours"] = "0.5",
        }).Build();
        LimitsOptions limits = new OptionsReader(name => name == "HOME" ? "/h" : null, file).Read("/app", out _)!.Limits;
        Assert.That(limits, Is.EqualTo(new LimitsOptions
        {
            Quota = new SandboxQuota { MemoryBytes = 1024 * 1024 * 1024 },
            Sessions = 5,
            IdleTime = TimeSpan.FromMinutes(30),
        }));

        file["Limits:MemoryMiB"] = "10";
        file["Limits:CpuWeight"] = "heavy";
        new OptionsReader(name => name == "HOME" ? "/h" : null, file).Read("/app", out IReadOnlyList<string> mistakes);
        Assert.That(mistakes, Is.EqualTo(new[]
        {
            "Limits:MemoryMiB is to be a number from 512 to 1073741824, and not: 10",
            "Limits:CpuWeight is to be a number from 1 to 10000, and not: heavy",
        }));
    }

    [Test]
    public void Key_IsNeverShown()
    {
        CodesmithOptions options = Read(("HOME", "/h"), ("ANTHROPIC_API_KEY", Key))!;

        string[] shown =
        [
            options.ToString(), $"{options.Model}", $"{options.Model!.ApiKey}", System.Text.Json.JsonSerializer.Serialize(options),
            string.Join('\n', StartBanner.Lines(options, "1", [], "/cc ", "log")),
        ];
        Assert.That(shown, Has.None.Contains(Key));
    }

    [TestCase("sk ant")]
    [TestCase("sk\nant")]
    [TestCase("schlüssel")]
    public void KeyThatCannotBeOne_IsAMistakeThatDoesNotRepeatIt(string key)
    {
        string[] mistakes = Mistakes(("HOME", "/h"), ("ANTHROPIC_API_KEY", key));

        Assert.That(mistakes, Is.EqualTo(new[] { "ANTHROPIC_API_KEY holds characters that no key has: is it quoted, or are there two lines?" }));
    }

    [TestCase("http://127.0.0.1:8080", true)]
    [TestCase("https://proxy.example/base", true)]
    [TestCase("proxy.example", false)]
    [TestCase("ftp://proxy.example", false)]
    [TestCase("/a/path", false)]
    [TestCase("https://user:password@proxy.example", false)]
    [TestCase("https://proxy.example/?a=b", false)]
    public void BaseUrl_IsAnHttpAddress(string address, bool isValid)
    {
        string[] mistakes = Mistakes(("HOME", "/h"), ("ANTHROPIC_API_KEY", Key), ("ANTHROPIC_BASE_URL", address));

        Assert.That(mistakes, Has.Length.EqualTo(isValid ? 0 : 1));
        Assert.That(mistakes, Has.None.Contains("password"));
    }

    [Test]
    public void EveryMistake_IsFoundAtOnce()
    {
        string file = typeof(OptionsReaderTests).Assembly.Location;

        string[] mistakes = Mistakes(
            ("CODESMITH_DATA", file),
            ("CODESMITH_WORKER_FOLDER", "/not/there"),
            ("CODESMITH_CLAUDE", "claude"),
            ("ANTHROPIC_BASE_URL", "http://127.0.0.1"),
            ("CODESMITH_DEMO", "1"));

        Assert.That(mistakes, Is.EqualTo(new[]
        {
            $"CODESMITH_DATA is a file and not a folder: {file}",
            "CODESMITH_WORKER_FOLDER names a folder that is not there: /not/there",
            "CODESMITH_CLAUDE is no absolute path: claude",
            "CODESMITH_DEMO is set, and so is ANTHROPIC_API_KEY or ANTHROPIC_BASE_URL: keep the one or the other.",
        }));
    }

    [Test]
    public void NoHome_IsAMistake() =>
        Assert.That(Mistakes(), Is.EqualTo(new[] { "CODESMITH_DATA is not set, and neither is HOME: say where the data goes." }));

    [Test]
    public void File_IsUsedWhereTheEnvironmentSaysNothing()
    {
        IConfiguration file = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Codesmith:Data"] = "/from/file",
            ["Codesmith:ApiKey"] = "file-key",
        }).Build().GetSection("Codesmith");

        CodesmithOptions options = new OptionsReader(name => name == "ANTHROPIC_API_KEY" ? Key : null, file).Read("/app", out _)!;

        Assert.That((options.DataFolder, options.Model!.ApiKey!.Reveal()), Is.EqualTo(("/from/file", Key)));
    }

    [TestCase("ANTHROPIC_API_KEY_FILE")]
    [TestCase("CREDENTIALS_DIRECTORY")]
    public void Key_MayBeInAFile(string variable)
    {
        using var folder = new FilesOnDisk(("anthropic-api-key", Key + "\n"), ("discord-bot-token", ""));

        string value = variable == "CREDENTIALS_DIRECTORY" ? folder.Path : folder.PathOf("anthropic-api-key");

        CodesmithOptions options = Read(("HOME", "/h"), (variable, value))!;

        Assert.That((options.Model!.ApiKey!.Reveal(), options.Discord), Is.EqualTo((Key, (object?)null)));
    }

    [Test]
    public void Variable_GoesBeforeTheCredential()
    {
        using var folder = new FilesOnDisk(("anthropic-api-key", "other"));
        CodesmithOptions options = Read(
            ("HOME", "/h"), ("CREDENTIALS_DIRECTORY", folder.Path), ("ANTHROPIC_API_KEY", Key))!;
        Assert.That(options.Model!.ApiKey!.Reveal(), Is.EqualTo(Key));
    }

    [Test]
    public void SecretFilesThatAreWrong_AreMistakes()
    {
        using var folder = new FilesOnDisk(
            ("empty", "\n"), ("huge", new string('x', 100_000)), ("two", $"{Key}\n{Key}"));

        Assert.That(
            KeyFile("empty"),
            Is.EqualTo($"ANTHROPIC_API_KEY_FILE names a file with nothing in it: {folder.PathOf("empty")}"));
        Assert.That(
            KeyFile("huge"),
            Does.StartWith("ANTHROPIC_API_KEY_FILE names a file of 100000 bytes, which is no secret: "));
        Assert.That(
            KeyFile("two"),
            Is.EqualTo("ANTHROPIC_API_KEY holds characters that no key has: is it quoted, or are there two lines?"));
        Assert.That(KeyFile("none"), Does.StartWith("ANTHROPIC_API_KEY_FILE names a file that cannot be read: "));
        Assert.That(
            Mistakes(("HOME", "/h"), ("ANTHROPIC_API_KEY_FILE", "key")).Single(),
            Is.EqualTo("ANTHROPIC_API_KEY_FILE is no absolute path: key"));
        Assert.That(
            Mistakes(
                ("HOME", "/h"), ("ANTHROPIC_API_KEY_FILE", folder.PathOf("two")), ("ANTHROPIC_API_KEY", Key)).Single(),
            Is.EqualTo("ANTHROPIC_API_KEY and ANTHROPIC_API_KEY_FILE are both set: keep one."));

        string KeyFile(string name) =>
            Mistakes(("HOME", "/h"), ("ANTHROPIC_API_KEY_FILE", folder.PathOf(name))).Single();
    }

    private static CodesmithOptions? Read(params (string Name, string Value)[] variables) =>
        Reader(variables).Read("/app", out _);

    private static string[] Mistakes(params (string Name, string Value)[] variables)
    {
        Reader(variables).Read("/app", out IReadOnlyList<string> mistakes);
        return [.. mistakes];
    }

    private static OptionsReader Reader((string Name, string Value)[] variables) => new(
        name => variables.FirstOrDefault(v => v.Name == name).Value, new ConfigurationBuilder().Build());

    private sealed class FilesOnDisk : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("codesmith-secrets-");

        public FilesOnDisk(params IEnumerable<(string Name, string Content)> files)
        {
            foreach ((string name, string content) in files)
                File.WriteAllText(PathOf(name), content);
        }

        public string Path => _folder.FullName;

        public string PathOf(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
