using Codesmith.Tests.Doubles.Discord;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Deploy;

/// <summary>
/// deploy/install.sh and the unit, with a real systemd. Where the chat does not matter it is the console, with a script for
/// input, as a drop-in of the unit can have it; everything else is as it is installed.
/// </summary>
[TestFixture]
internal sealed class InstallTests
{
    /// <summary>A tool that the agent starts is called like it for a moment, so there may be two at first.</summary>
    private const string OneAgent = "until [ \"$(pgrep -c -u codesmith claude)\" = 1 ]; do sleep 0.1; done";

    private const string Busy = "StandardInputText=/cc start\nStandardInputText=LONGTOOL:600\n";

    private MachineUnderTest _machine = null!;

    [OneTimeSetUp]
    public async Task Boot() => _machine = await MachineUnderTest.BootAsync();

    [OneTimeTearDown]
    public async Task ShutDown() => await _machine.DisposeAsync();

    [SetUp]
    public async Task Install()
    {
        await _machine.RunAsync("test -e /opt/codesmith/current || " + InstallCommand());
        await ConfigureAsync("");
    }

    [TearDown]
    public async Task Stop()
    {
        if (TestContext.CurrentContext.Result.FailCount > 0)
            TestContext.Out.WriteLine((await _machine.TryAsync("journalctl --no-pager -n 100 -o cat")).Output);
        await _machine.TryAsync(
            "systemctl kill -s KILL codesmith; systemctl stop codesmith; : >/etc/codesmith/credentials/discord-bot-token");
    }

    [Test]
    public async Task Unit_IsValidAndHardened()
    {
        Assert.That(await _machine.RunAsync("systemd-analyze verify codesmith.service"), Is.Empty);
        await _machine.RunAsync("systemd-analyze security --threshold=30 codesmith");
    }

    [Test]
    public async Task SecondInstallation_KeepsWhatIsTheOperators()
    {
        string files = "cd /etc/codesmith && stat -c '%n %a %U:%G' codesmith.json credentials credentials/*";
        await _machine.RunAsync(
            "echo '{}' >/etc/codesmith/codesmith.json; echo token >/etc/codesmith/credentials/discord-bot-token; "
            + "mkdir /opt/codesmith/0.0.9-before; " + InstallCommand());

        Assert.That(await _machine.RunAsync(files), Is.EqualTo("""
            codesmith.json 640 root:codesmith
            credentials 700 root:root
            credentials/anthropic-api-key 600 root:root
            credentials/discord-bot-token 600 root:root
            """));
        Assert.That(
            await _machine.RunAsync("cd /etc/codesmith && cat codesmith.json credentials/discord-bot-token"),
            Is.EqualTo("{}\ntoken"));
        await _machine.RunAsync("rmdir /opt/codesmith/0.0.9-before");
    }

    [Test]
    public async Task ServiceOnDiscord_IsStartedWhenConnectedAndGoesOnAfterARestart()
    {
        await using var discord = await DiscordDouble.StartAsync(new DiscordDoubleOptions
        {
            IdentifyWindow = TimeSpan.FromMilliseconds(1),
            FirstCallback = Timeouts.MustNotHang,
        });
        var guild = discord.CreateGuild("Home", botPermissions: Permission.Administrator);
        var general = discord.CreateChannel(guild, "general");
        var alice = discord.CreateMember(guild, "Alice");
        await ConfigureAsync(
            $"Environment=DISCORD_API_BASE={discord.ApiBase.ToString().TrimEnd('/')}\nEnvironment=CODESMITH_DEMO=1");
        await _machine.RunAsync(
            $"printf %s '{discord.Token}' >/etc/codesmith/credentials/discord-bot-token; systemctl start codesmith");
        Assert.That(discord.Connections.Count(connection => connection.Session is not null), Is.EqualTo(1), "started is connected");

        await discord.UntilAsync(() => discord.CommandNames(guild).Contains("cc"), Timeouts.EndToEnd);
        discord.InvokeCommand(alice, general, "cc start");
        await discord.UntilAsync(() => discord.ReadTree(guild).Contains("#alice", StringComparison.Ordinal), Timeouts.EndToEnd);
        var room = discord.ChannelNamed(guild, "alice");
        await AnswerAsync("SAY:first");
        Assert.That(
            await _machine.RunAsync(
                "until systemctl show -p StatusText codesmith | grep -m 1 'Discord, 1 session'; do sleep 1; done"),
            Is.EqualTo("StatusText=connected to Discord, 1 session"));
        Assert.That(await JournalAsync(), Does.Not.Contain(discord.Token));

        await _machine.RunAsync("systemctl stop codesmith; ! pgrep -u codesmith");
        Assert.That(discord.Messages(room)[^1].Content, Does.StartWith("Codesmith goes down"));
        await _machine.RunAsync("systemctl start codesmith");
        await AnswerAsync("SAY:second");

        async Task AnswerAsync(string prompt)
        {
            await discord.UntilAsync(() => discord.Messages(room).Count > 0, Timeouts.EndToEnd);
            var message = discord.Say(alice, room, prompt);
            await discord.UntilAsync(
                () => discord.Messages(room).Single(said => said.Id == message).Reactions.Any(one => one.Emoji == "✅"),
                Timeouts.EndToEnd);
        }
    }

    [Test]
    public async Task Service_RunsSandboxesAndLeavesNothingBehind()
    {
        const string group = "/sys/fs/cgroup/system.slice/codesmith.service";
        await ConfigureAsync(
            "StandardInputText=/cc start\nStandardInputText=RUNTOOL\nStandardInputText=LONGTOOL:600\n"
            // Fails, and the start with it, unless the service may make control groups.
            + $"ExecStartPre=/bin/mkdir {group}/probe\nExecStartPre=/bin/rmdir {group}/probe\n");
        await _machine.RunAsync("systemctl start codesmith");
        await WaitForAsync("claude> This takes a while.");
        // The kernel under the tests may have given its controllers to groups of version 1.
        string controllers = await _machine.RunAsync($"cat {group}/cgroup.controllers");
        if (controllers.Contains("memory", StringComparison.Ordinal))
            await _machine.RunAsync($"grep . {group}/session-*/cgroup.procs");
        else
            Assert.That(await JournalAsync(), Does.Contain("pids, cpu are not delegated"));

        Assert.That(
            await JournalAsync(), Does.Contain("claude> The tool returned: tool-42").And.Not.Contain("(untrusted)"),
            "it works, and details are not logged");
        Assert.That(
            await _machine.RunAsync($"{OneAgent}; stat -c %a:%U /var/lib/codesmith"), Is.EqualTo("700:codesmith"));

        await _machine.RunAsync("systemctl stop codesmith; ! pgrep -u codesmith");
        Assert.That(
            await JournalAsync(), Does.Contain("Stopped while Claude Code was working."), "its last words are out");
    }

    [Test]
    public async Task State_IsInTheStatus()
    {
        await ConfigureAsync(Busy);
        await _machine.RunAsync("systemctl start codesmith");
        await _machine.RunAsync(
            "until systemctl show -p StatusText codesmith | grep -q '=in a terminal, 1 session$'; do sleep 0.2; done");
    }

    [Test]
    public async Task ServiceThatHangs_IsRestarted()
    {
        await ConfigureAsync(Busy + "WatchdogSec=2s\nWatchdogSignal=SIGKILL\nRestartSec=0\n");
        await _machine.RunAsync("systemctl start codesmith; systemctl kill --kill-whom=main -s STOP codesmith");
        await WaitForAsync("Started codesmith.service", times: 2);
        Assert.That(await JournalAsync(), Does.Contain("Watchdog timeout"));
    }

    [Test]
    public async Task ServiceThatDies_IsRestartedWithoutItsOldSandboxes()
    {
        await ConfigureAsync(Busy + "RestartSec=0\n");
        await _machine.RunAsync("systemctl start codesmith");
        await WaitForAsync("claude> This takes a while.");
        await _machine.RunAsync("systemctl kill --kill-whom=main -s KILL codesmith");
        await WaitForAsync("notice: Claude Code is ready. The conversation goes on.");
        await _machine.RunAsync(OneAgent);
    }

    [Test]
    public async Task ServiceWithoutAToken_SaysSoOnceAndStaysDown()
    {
        (int exitCode, _) = await _machine.TryAsync("systemctl start codesmith");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(await JournalAsync(), Does.Contain("codesmith: DISCORD_BOT_TOKEN is not set: "));
        Assert.That(
            await _machine.RunAsync("systemctl show -p ActiveState -p ExecMainStatus -p NRestarts codesmith"),
            Is.EqualTo("NRestarts=0\nExecMainStatus=2\nActiveState=failed"));
    }

    [Test]
    public async Task Credential_ReachesTheServiceAndNobodyElse()
    {
        await ConfigureAsync("StandardInputText=/cc status\n");
        await _machine.RunAsync("echo sk-secret >/etc/codesmith/credentials/anthropic-api-key");
        await _machine.TryAsync("systemctl start codesmith");
        Assert.That(await JournalAsync(), Does.Contain("Claude Code from a chat, model at api.anthropic.com"));
        Assert.That(await _machine.RunAsync("journalctl --no-pager"), Does.Not.Contain("sk-secret"));

        await _machine.RunAsync("rm /etc/codesmith/credentials/anthropic-api-key");
        await _machine.TryAsync("systemctl restart codesmith");
        Assert.That(await JournalAsync(), Does.Contain(", DEMO: "), "a missing file is no key");
        await _machine.RunAsync(InstallCommand());
    }

    [Test]
    public async Task Upgrade_RestartsOnTheNewBuildAndKeepsTheOneBefore()
    {
        await ConfigureAsync(Busy);
        string build = await PretendCurrentIsAsync("0.0.9-old");
        await _machine.RunAsync("cd /opt/codesmith; mkdir 0.0.8-older; systemctl start codesmith");

        await _machine.RunAsync(InstallCommand());

        Assert.That(await _machine.RunAsync("ls /opt/codesmith"), Is.EqualTo($"0.0.9-old\n{build}\ncurrent"));
        Assert.That(
            await _machine.RunAsync("readlink /proc/$(systemctl show -p MainPID --value codesmith)/exe"),
            Is.EqualTo($"/opt/codesmith/{build}/codesmith"));
    }

    [Test]
    public async Task BuildThatDoesNotStart_IsTakenBack()
    {
        await ConfigureAsync(Busy);
        string build = await PretendCurrentIsAsync("0.0.9-old");
        await _machine.RunAsync(
            $"systemctl start codesmith; cd /opt/codesmith; mkdir {build}; ln -s /bin/false {build}/codesmith");

        (int exitCode, string output) = await _machine.TryAsync(InstallCommand());

        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("The new build does not start, so 0.0.9-old is in use again."));
        await _machine.RunAsync("systemctl is-active codesmith");
        await _machine.RunAsync($"rm -r /opt/codesmith/{build}; mv /opt/codesmith/0.0.9-old /opt/codesmith/{build}; "
            + $"ln -sfn {build} /opt/codesmith/current");
    }

    [Test]
    public async Task Uninstallation_KeepsTheDataUnlessItIsToldOtherwise()
    {
        const string left =
            "ls -d /opt/codesmith /etc/systemd/system/codesmith.service /etc/codesmith /var/lib/codesmith 2>/dev/null"
            + " || true; getent passwd codesmith | cut -d: -f1";
        await _machine.RunAsync("mkdir -p /var/lib/codesmith");
        await _machine.RunAsync(InstallCommand("--uninstall"));
        Assert.That(await _machine.RunAsync(left), Is.EqualTo("/etc/codesmith\n/var/lib/codesmith\ncodesmith"));
        await _machine.RunAsync(InstallCommand("--uninstall --yes"));
        Assert.That(await _machine.RunAsync(left), Is.Empty);
    }

    private static string InstallCommand(string arguments = "") =>
        $"'{Path.Combine(Checkout.Root, "deploy", "install.sh")}' {arguments}";

    /// <summary>Gives the unit lines of the test's own, and a journal without the lines of the tests before.</summary>
    private async Task ConfigureAsync(string lines) => await _machine.RunAsync(
        $"""
        mkdir -p /etc/systemd/system/codesmith.service.d
        cat >/etc/systemd/system/codesmith.service.d/test.conf <<'END'
        [Service]
        {lines}
        END
        systemctl daemon-reload
        systemctl reset-failed codesmith 2>/dev/null || true
        journalctl --rotate --vacuum-time=1us >/dev/null 2>&1
        """);

    /// <summary>Renames the installed build, so that the next installation is an upgrade. Returns its own name.</summary>
    private async Task<string> PretendCurrentIsAsync(string name) => await _machine.RunAsync(
        $"cd /opt/codesmith; build=$(readlink current); mv $build {name}; ln -sfn {name} current; echo $build");

    private async Task<string> JournalAsync() => await _machine.RunAsync(
        "journalctl --sync; journalctl -u codesmith --no-pager -o cat");

    /// <summary>Reads the journal as it grows, until a line begins so for the nth time.</summary>
    private async Task WaitForAsync(string beginning, int times = 1) => await _machine.RunAsync(
        $"grep -m {times} '^{beginning}' < <(exec journalctl -u codesmith --no-tail -f -o cat)");
}
