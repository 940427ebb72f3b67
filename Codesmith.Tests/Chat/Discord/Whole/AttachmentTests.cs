using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Whole;

internal sealed class AttachmentTests
{
    [Test]
    public async Task Files_LieInTheWorkspaceUnderSafeNames_BeforeThePromptThatNamesThem()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        IReadOnlyList<FileChunk> before = [];
        stage.OnPrompt = (worker, prompt) =>
        {
            before = stage.Files;
            FakeWorker.Obey(worker, prompt);
        };

        ulong message = stage.Discord.Say(
            stage.Alice, channel, "look", [File("../../etc/pass wd.txt", "one"), File("a.txt", "two"), File("A.txt", "")]);
        await stage.UntilSignsAsync(channel, message, "👀", "✅");

        Assert.That(before.Select(chunk => chunk.Name), Is.EqualTo(new[] { "pass_wd.txt", "a.txt", "A-2.txt" }));
        Assert.That(before.Select(chunk => chunk.Folder), Is.All.EqualTo($"{message}"));
        Assert.That(before.Select(chunk => Encoding.UTF8.GetString(chunk.Data)), Is.EqualTo(new[] { "one", "two", "" }));
        string folder = $"@{SandboxLayout.Attachments}/{message}";
        Assert.That(stage.Prompts, Is.EqualTo(new[]
        {
            $"look\n\nAttached:\n{folder}/pass_wd.txt\n{folder}/a.txt\n{folder}/A-2.txt",
        }));
    }

    [Test]
    public async Task ExpiredFile_FailsTheMessage_AndRetryFetchesItAnew()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.CutConnectionAsync();
        ulong message = stage.Discord.Say(stage.Alice, channel, "look", [File("a.txt", "one")]);
        stage.Discord.ExpireFiles();

        await stage.AllowConnectionAsync();
        await stage.UntilSignsAsync(channel, message, "❌");
        await stage.UntilPostAsync(channel, "❌ The attached files could not be had:");
        Assert.That(stage.Prompts, Is.Empty);

        await stage.PressAsync(stage.Alice, channel, "Retry");
        await stage.UntilSignsAsync(channel, message, "👀", "✅");
        Assert.That(Encoding.UTF8.GetString(stage.Files.Single().Data), Is.EqualTo("one"));
    }

    [Test]
    public async Task TooLargeFile_IsRefused()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        ulong message = stage.Discord.Say(
            stage.Alice, channel, "look", [new Upload("a.bin", new byte[SessionLimits.AttachmentBytes + 1])]);

        await stage.UntilSignsAsync(channel, message, "❌");
        await stage.UntilAsync(() => stage.Posts(channel).Contains($"⚠️ {SessionTexts.AttachmentTooLarge}"));
        Assert.That(stage.Prompts, Is.Empty);
    }

    [Test]
    public async Task FileOfAMessageThatWaits_IsKeptOverTheDeathOfTheProgram()
    {
        await using var stage = await SupervisorStage.StartAsync();
        ulong channel = await stage.StartSessionAsync(stage.Alice);
        await stage.HoldTurnAsync(channel, "in work");
        ulong waiting = stage.Discord.Say(stage.Alice, channel, "look", [File("a.txt", "one")]);
        await stage.UntilAsync(() => stage.Signs(channel, waiting).Contains("👀"));

        await stage.KillProgramAsync();
        stage.Discord.ExpireFiles();
        stage.OnPrompt = FakeWorker.Obey;
        await stage.StartProgramAsync();

        await stage.UntilSignsAsync(channel, waiting, "👀", "✅");
        Assert.That(Encoding.UTF8.GetString(stage.Files.Single().Data), Is.EqualTo("one"));
    }

    private static Upload File(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));
}
