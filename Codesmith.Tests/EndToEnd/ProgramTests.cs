using Codesmith.Tests.Doubles;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class ProgramTests
{
    [Test]
    public async Task Script_IsACompleteSession()
    {
        await using var program = ProgramUnderTest.Start();
        await program.SayAsync(
            "/cc start", "SAY:Hello", "RUNTOOL", "ASKMULTI", "2", "1,3", "FAILTOOL", "/cc status", "/cc stop");

        Assert.That(await program.EndAsync(), Is.Zero, program.Output);
        Assert.That(program.Output, Is.EqualTo("""
            you> /cc start
            notice: Claude Code is ready. Write to it here.
            you> SAY:Hello
            claude> Hello
            you> RUNTOOL
            claude> I will run a command.
            tool: Bash echo tool-$((6*7)) (ok)
            claude> The tool returned: tool-42
            you> ASKMULTI
            question: [DB] Which DB? (1 of 2)
              1. Postgres — relational
              2. Redis — key-value
              answer: a number, or your own words
            you> 2
            question: [Features] Which features? (2 of 2)
              1. Auth — login
              2. Search — full text
              3. Export — CSV
              answer: one or more numbers, such as 1,3, or your own words
            you> 1,3
            notice: Answered.
            claude> You answered: Your questions have been answered: "Which DB?"="Redis", "Which features?"="Auth, Export". You can now continue with these answers in mind.
            you> FAILTOOL
            tool: Bash echo oops >&2; exit 3 (failed): Exit code 3 / oops
            claude> The tool returned: Exit code 3
            you> /cc status
            status: ready · model # · in # · out # · cost # · context # · up # · queue 0
            you> /cc stop
            notice: Stopped. The next start begins a new conversation; your files stay.
            """));
        Assert.That(LateDiagnoses.RemovedFrom(await program.Errors), Is.Empty);
    }

    [Test]
    public async Task NextProgramOnTheSameData_ShowsItsOwnStatus()
    {
        using var data = new TemporaryFolder();
        for (int programs = 0; programs < 2; programs++)
        {
            await using var program = ProgramUnderTest.StartOn(data.FullName);
            await program.SayAsync("/cc start", "SAY:Hello", "/cc status");
            Assert.That(await program.EndAsync(), Is.Zero, program.Output);
            Assert.That(program.Output, Does.Contain("status: ready · model # · in # · out # · cost # · context #"));
        }
    }

    [Test]
    public async Task BlockedHost_IsAskedForAndDenied()
    {
        await using var program = ProgramUnderTest.Start();
        await program.SayAsync("/cc start", "BASH:curl -s http://blocked.example/");
        await program.WaitForAsync("question:");
        await program.SayAsync("3");

        Assert.That(await program.EndAsync(), Is.Zero, program.Output);
        Assert.That(program.Output, Does.Contain("""
            question: [Network] Something in the sandbox wants to reach blocked.example.
              1. Allow once — the connections that wait now
              2. Allow for this session — until the session is stopped
              3. Deny — and do not ask again in this session
            """));
        Assert.That(program.Output, Does.Contain("The user said that blocked.example is not to be reached in this session."));
    }

    [Test]
    public async Task ModelError_IsOneLineAndTheExitCode()
    {
        await using var program = ProgramUnderTest.Start();
        await program.SayAsync("/cc start", "ERR401", "SAY:still here");

        Assert.That(await program.EndAsync(), Is.EqualTo(1));
        Assert.That(program.Output, Is.EqualTo("""
            you> /cc start
            notice: Claude Code is ready. Write to it here.
            you> ERR401
            error: The model refused the sign-in: the key or the account is not valid. (Invalid API key · Fix external API key)
            you> SAY:still here
            claude> still here
            """));
    }

    [Test]
    public async Task WithoutAnyKey_TheStartSaysHowToSignIn()
    {
        await using var program = ProgramUnderTest.Start(("ANTHROPIC_BASE_URL", "http://127.0.0.1:1"));
        await program.SayAsync("/cc start", "/cc login method:key", "sk-ant-0123456789-secret", "/cc logout");

        Assert.That(await program.EndAsync(), Is.EqualTo(1));
        Assert.That(program.Output, Is.EqualTo("""
            you> /cc start
            error: It did not start. There is no way to use the model yet: sign in with `/cc login`, or give a key of yours with `/cc login method: key`.
            you> /cc login method:key
            notice: Give an API key of your own. It is kept encrypted, outside of your sandbox, and added to your requests there.
            notice: Type the key here, which is not shown, or `cancel`.
            you> (hidden)
            notice: Your key is stored and used from now on. Whether it is accepted is not known yet: the model's service cannot be reached.
            you> /cc logout
            notice: Removed: your key.
            """));
        Assert.That(await program.Errors, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task UnknownCommand_IsAnErrorWithoutASession()
    {
        await using var program = ProgramUnderTest.Start();
        await program.SayAsync("/cc strat", "Hello", "/cc requirements");

        Assert.That(await program.EndAsync(), Is.EqualTo(1));
        Assert.That(program.Output, Does.StartWith("you> /cc strat\nerror: There is no command /cc strat. "));
        Assert.That(program.Output, Does.Contain(
            "you> Hello\nwarning: No session is running: nothing was sent. Type `/cc start` first.\nyou> /cc requirements\n"));
    }

    [Test]
    public async Task KilledAgent_IsToldOnceAndTheConversationGoesOn()
    {
        await using var program = ProgramUnderTest.Start();
        await program.SayAsync("/cc start");
        await program.WaitForAsync("notice: Claude Code is ready");
        await program.SayAsync("LONGTOOL:600");
        await program.WaitForAsync("claude> This takes a while.");

        SandboxProcesses.Kill(SandboxProcesses.Find(program.DataRoot, "claude"));
        await program.WaitForAsync("notice: Claude Code is back");
        await program.SayAsync("SAY:and on it goes");

        await program.EndAsync();
        Assert.That(program.Output, Does.EndWith("\nclaude> and on it goes"));
        Assert.That(program.Output.Split("Claude Code was killed (signal 9)"), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Signal_LeavesNothingRunning(
        [Values("TERM", "INT", "KILL")] string signal, [Values("/cc start", "question:")] string moment)
    {
        await using var program = ProgramUnderTest.Start();
        await program.SayAsync("/cc start", "ASKME");
        await program.WaitForAsync(moment == "question:" ? moment : $"you> {moment}");
        var sandboxes = SandboxProcesses.Of(program.DataRoot);

        await program.SignalAsync(signal);
        // The first interrupts only; two that come at once are one to the kernel.
        for (var again = 0; signal == "INT" && again < 10 && !await program.HasExitedAsync(); again++)
            await program.SignalAsync(signal);

        await program.ExitAsync();
        await SandboxProcesses.ExpectEndAsync(sandboxes.Concat(SandboxProcesses.Of(program.DataRoot)));
    }
}
