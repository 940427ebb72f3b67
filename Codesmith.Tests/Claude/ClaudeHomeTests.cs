using System.Text.Json;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class ClaudeHomeTests
{
    private const string Conversation = "0f0e0d0c-0b0a-4908-8706-050403020100";

    private string _root = "";

    private string Config => Path.Combine(_root, "home", ".claude.json");

    private string Settings => Path.Combine(_root, "home", ".claude", "settings.json");

    private string Workspace => Path.Combine(_root, "workspace");

    private ClaudeHome Home => new(Path.Combine(_root, "home"), Workspace);

    [SetUp]
    public void MakeHome()
    {
        _root = Directory.CreateTempSubdirectory("codesmith-").FullName;
        Directory.CreateDirectory(Path.Combine(_root, "home", ".claude"));
        Directory.CreateDirectory(Path.Combine(Workspace, ".claude"));
    }

    [TearDown]
    public void RemoveHome() => Directory.Delete(_root, recursive: true);

    private void Run(string script)
    {
        using var shell = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = _root })!;
        shell.WaitForExit();
        Assert.That(shell.ExitCode, Is.Zero);
    }

    [Test]
    public void FreshHome_IsSeeded()
    {
        Assert.That(Home.Prepare(Conversation), Is.Empty);
        var config = JsonElement.Parse(File.ReadAllText(Config));
        Assert.That(config.GetProperty("hasCompletedOnboarding").GetBoolean());
        Assert.That(config.GetProperty("projects").GetProperty(Workspace).GetProperty("hasTrustDialogAccepted").GetBoolean());
        Assert.That(
            config.GetProperty("customApiKeyResponses").GetProperty("approved")[0].GetString(), Is.EqualTo(ClaudeCommand.PlaceholderKey[^20..]));
        Assert.That(Directory.Exists(Home.StatusFolder) && Directory.Exists(Home.TranscriptFolder));
    }

    [Test]
    public void Seeding_KeepsAllElseAndRepeatsNothing()
    {
        var other = Path.Combine(_root, "other");
        File.WriteAllText(Config, $$$"""
            {"userID":"u","hasCompletedOnboarding":false,"customApiKeyResponses":{"approved":["mine",7],"rejected":["r"]},
             "projects":{"{{{other}}}":{"a":1},"{{{Workspace}}}":{"history":[1]} } }
            """);
        _ = Home.Prepare(Conversation);
        var once = File.ReadAllText(Config);
        _ = Home.Prepare(Conversation);
        Assert.That(File.ReadAllText(Config), Is.EqualTo(once));
        var config = JsonElement.Parse(once);
        Assert.That(config.GetProperty("userID").GetString(), Is.EqualTo("u"));
        Assert.That(config.GetProperty("customApiKeyResponses").GetProperty("approved").GetArrayLength(), Is.EqualTo(3));
        Assert.That(config.GetProperty("customApiKeyResponses").GetProperty("rejected").GetArrayLength(), Is.EqualTo(1));
        Assert.That(config.GetProperty("projects").GetProperty(other).GetProperty("a").GetInt32(), Is.EqualTo(1));
        Assert.That(config.GetProperty("projects").GetProperty(Workspace).GetProperty("history").GetArrayLength(), Is.EqualTo(1));
    }

    [TestCase("""{"customApiKeyResponses":7,"projects":[1]}""")]
    [TestCase("""{"customApiKeyResponses":{"approved":"x"},"projects":null}""")]
    public void FieldsOfAnotherKind_AreReplaced(string config)
    {
        File.WriteAllText(Config, config);
        Assert.That(Home.Prepare(Conversation), Is.Empty);
        Assert.That(File.ReadAllText(Config), Does.Contain(ClaudeCommand.PlaceholderKey[^20..]).And.Contain("hasTrustDialogAccepted"));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("""{"a":1,"a":2}""")]
    public void BrokenConfig_IsSetAside(string broken)
    {
        File.WriteAllText(Config, broken);
        Assert.That(Home.Prepare(Conversation).Single(), Does.Contain(".claude.json"));
        Assert.That(File.ReadAllText(Config + ".broken"), Is.EqualTo(broken));
        Assert.That(File.ReadAllText(Config), Does.Contain("hasCompletedOnboarding"));
    }

    [TestCase("")]
    [TestCase("no")]
    [TestCase("[]")]
    [TestCase("""{"hooks":[]}""")]
    [TestCase("""{"hooks":{"FooBar":[]}}""")]
    [TestCase("""{"hooks":{"Stop":{}}}""")]
    [TestCase("""{"hooks":{"Stop":[]},"hooks":{}}""")]
    public void BrokenSettings_AreSetAside(string broken)
    {
        var project = Path.Combine(Workspace, ".claude", "settings.local.json");
        File.WriteAllText(Settings, broken);
        File.WriteAllText(project, broken);
        Assert.That(Home.Prepare(Conversation), Has.Count.EqualTo(2));
        Assert.That((File.Exists(Settings), File.Exists(project)), Is.EqualTo((false, false)));
        Assert.That(File.ReadAllText(Settings + ".broken"), Is.EqualTo(broken));
    }

    [TestCase("{}")]
    [TestCase("""{"hooks":null,"unknown":1}""")]
    [TestCase("""{"hooks":{"Stop":[],"PostModelSwitch":[]}}""")]
    public void GoodSettings_Stay(string good)
    {
        File.WriteAllText(Settings, good);
        Assert.That(Home.Prepare(Conversation), Is.Empty);
        Assert.That(File.ReadAllText(Settings), Is.EqualTo(good));
    }

    [Test]
    public void StaleStatus_IsRemoved()
    {
        Directory.CreateDirectory(Home.StatusFolder);
        File.WriteAllText(Path.Combine(Home.StatusFolder, "2.json"), "{\"status\":\"busy\"}");
        _ = Home.Prepare(Conversation);
        Assert.That(Directory.EnumerateFileSystemEntries(Home.StatusFolder), Is.Empty);
    }

    /// <summary>What is left of one that was killed while it recorded its first prompt.</summary>
    [TestCase("")]
    [TestCase("""{"type":"queue-operation","operation":"enqueue","content":"hello"}""" + "\n")]
    [TestCase("""{"type":"user","message":{"role":"user","content":"hello"},"uuid":"bc1c538e-d6""")]
    public void TranscriptWithoutConversation_IsSetAside(string notes)
    {
        string transcript = Home.TranscriptOf(Conversation);
        Directory.CreateDirectory(Home.TranscriptFolder);
        File.WriteAllText(transcript, notes);
        Assert.That(Home.Prepare(Conversation).Single(), Does.StartWith($"{Conversation}.jsonl was not usable"));
        Assert.That((File.Exists(transcript), File.ReadAllText(transcript + ".broken")), Is.EqualTo((false, notes)));
    }

    [Test]
    public void TranscriptOfConversation_Stays()
    {
        const string Entries = """
            {"type":"queue-operation","operation":"enqueue","content":"hello"}
            {"type":"user","message":{"role":"user","content":"hello"},"uuid":"bc1c538e-d616-4529-a0c1-29ab1625d560"}
            {"type":"assist
            """;
        Directory.CreateDirectory(Home.TranscriptFolder);
        File.WriteAllText(Home.TranscriptOf(Conversation), Entries);
        Assert.That(Home.Prepare(Conversation), Is.Empty);
        Assert.That(File.ReadAllText(Home.TranscriptOf(Conversation)), Is.EqualTo(Entries));
    }

    [TestCase("home/.claude.json", "mkdir -p home/.claude.json/x")]
    [TestCase("home/.claude.json", "mkfifo home/.claude.json")]
    [TestCase("home/.claude.json", "ln -s nowhere home/.claude.json")]
    [TestCase("home/.claude.json", "ln -s /dev/zero home/.claude.json")]
    [TestCase("home/.claude.json.new", "mkfifo home/.claude.json.new")]
    [TestCase("home/.claude", "rmdir home/.claude; echo x > home/.claude")]
    [TestCase("home/.claude/sessions", "echo x > home/.claude/sessions")]
    [TestCase("home/.claude/projects", "mkfifo home/.claude/projects")]
    [TestCase("home/.claude/settings.json", "mkfifo home/.claude/settings.json")]
    [TestCase("workspace/.claude/settings.json", "mkdir workspace/.claude/settings.json")]
    public void WhatIsNotWhatItShouldBe_IsSetAside(string place, string spoil)
    {
        Run(spoil);
        Assert.That(Home.Prepare(Conversation).Single(), Does.Contain($"{Path.GetFileName(place)}.broken"));
        Assert.That(Home.Prepare(Conversation), Is.Empty);
        Assert.That(Directory.Exists(Home.StatusFolder) && Directory.Exists(Home.TranscriptFolder));
        Assert.That(File.ReadAllText(Config), Does.Contain("hasCompletedOnboarding"));
    }

    [Test]
    public void TranscriptThatIsAPipe_IsSetAside()
    {
        Directory.CreateDirectory(Home.TranscriptFolder);
        Run($"mkfifo {Home.TranscriptOf(Conversation)}");
        Assert.That(Home.Prepare(Conversation).Single(), Does.StartWith(Conversation));
    }

    /// <summary>Where the tests run as root, nothing is closed to them: the rights are looked at.</summary>
    [Test]
    public void RightsThatWereTaken_AreGivenBack()
    {
        _ = Home.Prepare(Conversation);
        File.WriteAllText(Settings, "{}");
        Run("chmod 000 home/.claude/settings.json home/.claude.json home/.claude/sessions home/.claude/projects/* home/.claude/projects home/.claude workspace/.claude");
        Assert.That(Home.Prepare(Conversation), Is.Empty);
        const UnixFileMode rights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var path in new[] { Settings, Config, Home.StatusFolder, Home.TranscriptFolder, Path.GetDirectoryName(Settings)! })
            Assert.That(File.GetUnixFileMode(path) & rights, Is.EqualTo(rights), path);
    }

    [Test]
    public void Transcripts_LieWhereClaudeCodePutsThem() => Assert.That(
        new ClaudeHome("/home/user", "/workspace").TranscriptOf("id"), Is.EqualTo("/home/user/.claude/projects/-workspace/id.jsonl"));
}
