using Codesmith.Supervisor.SignIns;
using NUnit.Framework;

namespace Codesmith.Tests.SignIns;

/// <summary>Lines as Claude Code 2.1.330 and 2.1.197 print them.</summary>
internal sealed class SignInLineTests
{
    [TestCase("https://claude.ai/oauth/authorize?z-RvzMseR8C8li3YlaVVhMz2gy8reka4PRNPL4eIZlIKI")]
    [TestCase("If the browser didn't open, visit: https://claude.com/cai/oauth/authorize?code=true&client_id=9d1c&state=x")]
    public void Link_IsFoundInItsLine(string line)
    {
        var link = (SignInLine.Link)SignInLine.Read(line)!;
        Assert.That(link.Address.AbsoluteUri, Is.EqualTo(line[line.IndexOf("https", StringComparison.Ordinal)..]));
    }

    [TestCase("https://claude.ai.evil.example/oauth/authorize")]
    [TestCase("https://evil.example/?claude.ai")]
    [TestCase("https://claude.ai@evil.example/")]
    [TestCase("https://evilclaude.ai/")]
    [TestCase("http://claude.ai/")]
    [TestCase("Opening browser to sign in…")]
    [TestCase("If the browser didn't open, visit:")]
    [TestCase("Paste code here if prompted > Login successful.")]
    [TestCase("")]
    public void OtherLines_MeanNothing(string line) => Assert.That(SignInLine.Read(line), Is.Null);

    [TestCase("That doesn't look like the full code. Copy all of it, including the # in the middle.")]
    [TestCase("Invalid code. Please make sure the full code was copied.")]
    public void IncompleteCode_IsSeen(string line) =>
        Assert.That(SignInLine.Read(line), Is.InstanceOf<SignInLine.Incomplete>());

    [TestCase("Paste code here if prompted > Couldn't log in: That code wasn't accepted. It may be incomplete, expired, "
        + "already used, or from an earlier sign-in attempt. Sign in again to get a new code.")]
    [TestCase("Login failed: Request failed with status code 400")]
    public void RefusedCode_IsSeen(string line) =>
        Assert.That(SignInLine.Read(line), Is.InstanceOf<SignInLine.Refused>());

    [Test]
    public void Failure_KeepsItsReason() => Assert.That(
        SignInLine.Read("Couldn't log in: getaddrinfo EAI_AGAIN platform.claude.com"),
        Is.EqualTo(new SignInLine.Failed("getaddrinfo EAI_AGAIN platform.claude.com")));

    [TestCase("""{"loggedIn": true, "authMethod": "claude.ai", "email": "user@example.com"}""", true, "user@example.com")]
    [TestCase("""{"loggedIn": true, "authMethod": "claude.ai", "email": "a`b"}""", true, null)]
    [TestCase("""{"loggedIn": true, "authMethod": "api_key"}""", false, null)]
    [TestCase("""{"loggedIn": false, "authMethod": "none"}""", false, null)]
    [TestCase("""{"loggedIn": "true", "authMethod": "claude.ai"}""", false, null)]
    [TestCase("[]", false, null)]
    [TestCase("Login successful.", false, null)]
    public void Status_IsProofOnlyIfItSaysSo(string output, bool isSignedIn, string? email) => Assert.That(
        AccountStatus.Read(output.Split(' ')), Is.EqualTo(new AccountStatus(isSignedIn, email)));
}
