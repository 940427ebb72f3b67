using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

internal sealed class ClaudeCommandTests
{
    private static readonly AgentLaunch Launch = new("id", null, AgentCredential.Gateway);

    [Test]
    public void Conversation_IsBegunOrResumed()
    {
        Assert.That(ClaudeCommand.Arguments(Launch, transcriptExists: false), Is.EqualTo(new[] { "--dangerously-skip-permissions", "--session-id", "id" }));
        Assert.That(ClaudeCommand.Arguments(Launch with { Model = "haiku" }, transcriptExists: true), Is.EqualTo(new[]
        {
            "--dangerously-skip-permissions", "--resume", "id", "--model", "haiku",
        }));
    }

    [Test]
    public void Environment_HoldsThePlaceholderForTheGatewayOnly()
    {
        var inherited = new Dictionary<string, string>
        {
            ["HOME"] = "/home/user",
            ["TERM"] = "dumb",
            ["NO_PROXY"] = "127.0.0.1",
        };
        var gateway = ClaudeCommand.Environment(Launch, inherited);
        var account = ClaudeCommand.Environment(Launch with { Credential = AgentCredential.Account }, inherited);
        Assert.That(gateway["ANTHROPIC_API_KEY"], Is.EqualTo(ClaudeCommand.PlaceholderKey));
        Assert.That(account, Does.Not.ContainKey("ANTHROPIC_API_KEY"));
        Assert.That((gateway["HOME"], gateway["TERM"]), Is.EqualTo(("/home/user", "xterm-256color")));
        Assert.That(gateway["NO_PROXY"], Is.EqualTo("127.0.0.1"), "of the model and the hooks no proxy is asked");
        Assert.That(gateway["ANTHROPIC_BASE_URL"], Is.EqualTo($"http://127.0.0.1:{SandboxLayout.ModelPort}"));
        Assert.That(gateway, Does.Not.ContainKey("CLAUDE_CODE_SUBPROCESS_ENV_SCRUB"), "it would switch bypass mode off");
    }

    [Test]
    public void EveryKey_HasBytes([Values] AgentKey key) => Assert.That(KeyBytes.Of(key).Length, Is.InRange(1, 3));

    [Test]
    public void Keys_AreAllDifferent() => Assert.That(
        Enum.GetValues<AgentKey>().Select(key => Convert.ToHexString(KeyBytes.Of(key).Span)), Is.Unique);

    [Test]
    public void NoKey_IsAnError() => Assert.That(() => KeyBytes.Of((AgentKey)99), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
