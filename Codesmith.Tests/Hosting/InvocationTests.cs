using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Hosting;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed class InvocationTests
{
    [TestCase("", false)]
    [TestCase("--verbose", true)]
    [TestCase("-v", true)]
    public void Arguments_Run(string arguments, bool isVerbose) =>
        Assert.That(Read(arguments), Is.EqualTo(new Invocation.Run(isVerbose)));

    [Test]
    public void Version_IsShown() => Assert.That(Read("--verbose --version"), Is.EqualTo(new Invocation.Show("codesmith 1.2.3")));

    [Test]
    public void Help_NamesEveryVariable() =>
        Assert.That(
            ((Invocation.Show)Read("--help")).Text,
            Does.Contain("ANTHROPIC_API_KEY").And.Contain("ANTHROPIC_BASE_URL").And.Contain("CODESMITH_DATA")
                .And.Contain("CODESMITH_WORKER_FOLDER").And.Contain("CODESMITH_CLAUDE").And.Contain("--verbose")
                .And.Contain("DISCORD_BOT_TOKEN").And.Contain("CODESMITH_CHANNEL_ID").And.Contain("DISCORD_API_BASE")
                .And.Contain("ANTHROPIC_API_KEY_FILE").And.Contain("CODESMITH_CONFIG"));

    [Test]
    public void Help_FitsATerminal() =>
        Assert.That(((Invocation.Show)Read("--help")).Text.Split('\n'), Has.All.Length.LessThanOrEqualTo(120));

    [TestCase("--verbos", "There is no option --verbos. Did you mean --verbose?")]
    [TestCase("start", "There is no option start. codesmith --help shows the options.")]
    public void UnknownOption_IsAMistake(string argument, string message) =>
        Assert.That(Read(argument), Is.EqualTo(new Invocation.Mistake(message)));

    [Test]
    public void DemoBanner_SaysSoInItsFirstLine()
    {
        IReadOnlyList<string> lines = StartBanner.Lines(
            new("/data", "/w", "/claude", null), "1.2.3",
            [new("sandbox", true, "bubblewrap 0.8.0", null), new("claude", true, "2.1.330", null)], "/cc ",
            "/data/logs/codesmith.log");

        Assert.That(string.Join('\n', lines), Is.EqualTo(
            """
            Codesmith 1.2.3, DEMO: the real Claude Code, answered by a scripted model on this machine
              sandbox      bubblewrap 0.8.0
              claude       2.1.330
              data         /data
              log          /data/logs/codesmith.log
            Type /cc start, then what you want done. /cc help shows the commands.
            """));
    }

    [Test]
    public void Banner_NamesTheModelsHostAndWhatIsMissing()
    {
        var options = new CodesmithOptions(
            "/data", "/w", "/claude", new(new Secret("key"), new Uri("http://127.0.0.1:81/base")));

        IReadOnlyList<string> lines = StartBanner.Lines(
            options, "1.2.3", [new("claude", false, "not at /claude", "Install it.")], "/cc ", "log");

        Assert.That(lines[0], Is.EqualTo("Codesmith 1.2.3: Claude Code from a chat, model at 127.0.0.1:81"));
        Assert.That(lines[1], Is.EqualTo("  claude       NOT READY: not at /claude"));
        Assert.That(lines[^1], Is.EqualTo("Something is missing: /cc requirements says how to fix it."));
    }

    [TestCase(true, "Codesmith 1.2.3: Claude Code from Discord, model at api.anthropic.com")]
    [TestCase(
        false, "Codesmith 1.2.3, DEMO: the real Claude Code from Discord, answered by a scripted model on this machine")]
    public void DiscordBanner_SaysWhatAnswers(bool hasKey, string first)
    {
        var discord = new DiscordOptions(
            new Secret("token"), new Uri("https://discord.com/api/v10"), null, new DiscordAdmission([], [], []));
        ModelAccess? model = hasKey ? new(new Secret("key"), new Uri("https://api.anthropic.com")) : null;
        var options = new CodesmithOptions("/data", "/w", "/claude", model, discord);

        Assert.That(StartBanner.Lines(options, "1.2.3", [], "/", "the journal")[0], Is.EqualTo(first));
    }

    private static Invocation Read(string arguments) =>
        Invocation.Read(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), "1.2.3");
}
