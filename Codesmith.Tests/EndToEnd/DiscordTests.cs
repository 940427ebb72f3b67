using System.Text;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>What people see on Discord: the whole program, the real CLI in the real sandbox, a Discord on loopback.</summary>
internal sealed class DiscordTests
{
    [Test]
    public async Task Conversation_IsSeenAsItGoesOn()
    {
        await using var test = await DiscordUnderTest.StartAsync();
        var (alice, room) = await test.StartSessionAsync("Alice");
        await test.TurnAsync(alice, room, "RUNTOOL");
        await test.WaitForPostAsync(room, "tool-42");
        var asked = test.Discord.Say(alice, room, "ASKME");
        await test.UntilAsync(() => test.Discord.Read(room).Contains("[Redis]", StringComparison.Ordinal));
        var question = test.Discord.Messages(room)[^1];
        test.Discord.PressButton(alice, question.Id, "Redis");
        await test.WaitForReceiptAsync(room, asked, "✅");
        await test.WaitForPostAsync(room, "You answered");
        await test.UntilAsync(() => test.Discord.Read(room).Contains("✓ answered", StringComparison.Ordinal));
        await test.TurnAsync(alice, room, "ERR401", "❌");
        await test.UntilAsync(() => test.Posts(room).Any(post => post.StartsWith('❌'))
            && !test.Discord.Read(room).Contains("⚙️", StringComparison.Ordinal));
        await test.RunAsync(alice, room, "cc stop", "Stopped.");

        Assert.That(test.Discord.ReadTree(test.Guild, alice).TrimEnd(), Is.EqualTo("""
            #general
            category Codesmith
              #alice
            """));
        Assert.That(WithoutPanel(test.Discord.Read(room)).TrimEnd(), Is.EqualTo("""
            Alice: RUNTOOL
              👀 1  ✅ 1
            codesmith: I will run a command.
            codesmith: -# ✓ **Bash** `echo tool-$((6*7))`
            codesmith: The tool returned: tool-42
            Alice: ASKME
              👀 1  ✅ 1
            codesmith: I have a question.
            codesmith: **Which DB?**
              -# ✓ answered
            codesmith: You answered: Your questions have been answered: "Which DB?"="Redis". You can now continue with these answers in mind.
            Alice: ERR401
              👀 1  ❌ 1
            codesmith (reply to Alice): ❌ The model refused the sign-in: the key or the account is not valid. (Invalid API key · Fix external API key)
              [Retry]
            """));
        test.ExpectNoViolation();
    }

    [Test]
    public async Task TwoUsers_SeeOnlyTheirOwn()
    {
        await using var test = await DiscordUnderTest.StartAsync();
        var (alice, herRoom) = await test.StartSessionAsync("Alice");
        var (bob, hisRoom) = await test.StartSessionAsync("Bob");
        await Task.WhenAll(
            test.TurnAsync(alice, herRoom, "BASH:echo hers > secret; ls /workspace"),
            test.TurnAsync(bob, hisRoom, "BASH:ls /workspace; cat /workspace/secret"));

        Assert.That(test.Discord.Read(herRoom, bob), Is.Empty);
        await test.WaitForPostAsync(herRoom, "secret");
        await test.WaitForPostAsync(hisRoom, "No such file");
        test.ExpectNoViolation();
    }

    [Test]
    public async Task Attachment_LandsInTheWorkspace()
    {
        await using var test = await DiscordUnderTest.StartAsync();
        var (alice, room) = await test.StartSessionAsync("Alice");
        var message = test.Discord.Say(
            alice, room, "BASH:cat /workspace/attachments/*/*", [new Upload("../../no tes.txt", Encoding.UTF8.GetBytes("from the phone"))]);
        await test.WaitForReceiptAsync(room, message, "✅");

        await test.WaitForPostAsync(room, "from the phone");
        test.ExpectNoViolation();
    }

    [Test]
    public async Task Restart_GoesOnWithTheNextMessage()
    {
        await using var test = await DiscordUnderTest.StartAsync();
        var (alice, room) = await test.StartSessionAsync("Alice");
        await test.TurnAsync(alice, room, "BASH:echo kept > note");
        await test.Program.SignalAsync("TERM");
        Assert.That(await test.Program.ExitAsync(), Is.Zero);
        Assert.That(test.Posts(room)[^1], Does.StartWith("Codesmith goes down"));
        var written = test.Discord.Say(alice, room, "BASH:cat /workspace/note");
        await test.Program.DisposeAsync();
        await test.StartProgramAsync();
        await test.WaitForReceiptAsync(room, written, "✅");

        await test.WaitForPostAsync(room, "kept");
        Assert.That(test.Discord.Messages(room).Count(message => message.PinnedAt is not null), Is.EqualTo(1));
        test.ExpectNoViolation();
    }

    [Test]
    public async Task Kill_IsToldAndCanBeRetried()
    {
        await using var test = await DiscordUnderTest.StartAsync();
        var (alice, room) = await test.StartSessionAsync("Alice");
        var cut = test.Discord.Say(alice, room, "LONGTOOL:600");
        await test.UntilAsync(() => test.Posts(room).Any(post => post.Contains('▸')));
        var waiting = test.Discord.Say(alice, room, "SAY:waited");
        await test.WaitForReceiptAsync(room, waiting, "⏳");
        await test.Program.SignalAsync("KILL");
        await test.Program.DisposeAsync();
        await test.StartProgramAsync();
        await test.WaitForReceiptAsync(room, waiting, "✅");
        await test.WaitForReceiptAsync(room, cut, "❌");

        await test.WaitForPostAsync(room, "waited");
        await test.WaitForPostAsync(room, "restarted before this was done");
        Assert.That(test.Posts(room).Count(post => post == "waited"), Is.EqualTo(1));
        var failure = test.Discord.Messages(room).Last(message => message.Components.Count > 0);
        Assert.That(failure.Content, Does.Contain("restarted before this was done"));
        test.Discord.EditMessage(alice, room, cut, "SAY:again");
        test.Discord.PressButton(alice, failure.Id, "Retry");
        await test.WaitForReceiptAsync(room, cut, "✅");
        await test.UntilAsync(() => test.Posts(room)[^1] == "again");
        test.ExpectNoViolation();
    }

    /// <summary>The panel says what differs from run to run.</summary>
    private static string WithoutPanel(string text)
    {
        int end = text.IndexOf("(pinned)\n", StringComparison.Ordinal);
        return System.Text.RegularExpressions.Regex.Replace(text[(end + "(pinned)\n".Length)..], @" \d+\.\d s\b", "");
    }
}
