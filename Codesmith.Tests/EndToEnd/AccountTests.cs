using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Demo;
using Codesmith.Supervisor.SignIns;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Deploy;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.SignIns;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>The real CLI's own sign-in, in the real sandbox.</summary>
[TestFixture]
internal sealed class AccountTests
{
    [Test]
    public async Task SignIn_GoesAllTheWayAndIsUndone()
    {
        using var folder = new TemporaryFolder();
        using var launcher = new SandboxLauncher(TimeProvider.System, NullLogger<SandboxLauncher>.Instance);
        var identity = new IdentityDouble();
        await using var stage = new SignInStage(commands: new SandboxedAccountCommands(
            new WorkerInstallation(folder.FullName, Checkout.WorkerFolder, Checkout.AgentProgram), launcher, identity,
            NullLogger<SandboxedAccountCommands>.Instance, TimeProvider.System));
        string files = folder.At("users", UserKey.For(SignInStage.Alice));
        string credentials = Path.Combine(files, "home", ".claude", ".credentials.json");
        Write(Path.Combine(files, "workspace", "authority.pem"), identity.AuthorityPem);
        Write(Path.Combine(files, "home", ".claude", "settings.json"), """
            {"env":{"NODE_EXTRA_CA_CERTS":"/workspace/authority.pem"}}
            """);

        var offer = await stage.LoginAsync();
        Assert.That(offer.Link!.Host, Is.EqualTo("claude.ai"));
        Assert.That(
            (await stage.DoAsync(SignInStage.Enter(offer, "no-number-sign"))).Text, Is.EqualTo(SignInTexts.Incomplete));
        var refused = await stage.DoAsync(SignInStage.Enter(offer, "bad#state"));
        Assert.That(refused.Text, Is.EqualTo(SignInTexts.Renewed));
        Assert.That(refused.Offer!.Link, Is.Not.EqualTo(offer.Link));
        var done = await stage.DoAsync(SignInStage.Enter(refused.Offer!, $"{IdentityDouble.Code}#state"));

        Assert.That(done.Text, Is.EqualTo("You are signed in as `user@example.com`."));
        Assert.That(File.ReadAllText(credentials), Does.Contain(IdentityDouble.AccessToken));
        Assert.That(
            File.GetUnixFileMode(credentials), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

        var removed = await stage.DoAsync(SignInStage.Command("logout"));
        Assert.That(removed.Text, Does.StartWith("Removed: your account."));
        Assert.That(File.Exists(credentials), Is.False);
    }

    [Test]
    public async Task Agent_UsesTheAccountAndNoKey()
    {
        await using var stage = await Stage.OpenAsync();
        stage.Credentials.Now = ModelCredential.Account;
        Write(Path.Combine(stage.HomeOf(new UserId("tester")), ".claude", ".credentials.json"), $$$"""
            {"claudeAiOauth":{"accessToken":"{{{IdentityDouble.AccessToken}}}","refreshToken":"sk-ant-ort01-x",
            "expiresAt":4102444800000,"scopes":["user:inference","user:profile"],"subscriptionType":"max"}}
            """);
        await using var agent = await AgentUnderTest.StartAsync(stage, credential: AgentCredential.Account);

        Assert.That(await agent.TurnAsync("BASH:env | grep -c ANTHROPIC_API_KEY"), Does.Contain("returned: 0"));

        var headers = stage.Model.Requests.Where(request => request.Kind == ModelRequestKind.Turn)
            .Select(request => request.Headers).ToList();
        Assert.That(headers, Is.Not.Empty);
        Assert.That(
            headers.Select(sent => sent["Authorization"]), Has.All.EqualTo($"Bearer {IdentityDouble.AccessToken}"));
        Assert.That(headers.Select(sent => sent.ContainsKey("x-api-key")), Has.All.False);
    }

    private static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
