using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class FileTests : AgentFixture
{
    [Test]
    public async Task File_IsInTheWorkspace_AndTheAgentReadsIt()
    {
        const string name = "größe 漢.bin";
        var content = new byte[(2 * WireLimits.FileChunk) + 17];
        new Random(1).NextBytes(content);

        for (var offset = 0; offset < content.Length; offset += WireLimits.FileChunk)
        {
            var piece = content.AsSpan(offset, Math.Min(WireLimits.FileChunk, content.Length - offset)).ToArray();
            var isLast = offset + piece.Length == content.Length;
            await Agent.AskAsync(new WorkerRequest.WriteFile(new FileChunk("1234", name, offset, piece, isLast)));
        }

        var folder = Path.Combine(Stage.WorkspaceOf(Agent.User), "attachments", "1234");
        Assert.That(Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName), Is.EqualTo(new[] { name }));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(folder, name)), Is.EqualTo(content));
        Assert.That(
            await Agent.TurnAsync($"BASH:wc -c < '{SandboxLayout.Attachments}/1234/{name}'"),
            Does.Contain($"The tool returned: {content.Length}"));
    }

    [Test]
    public async Task LinkOutOfTheWorkspace_LeadsNowhere()
    {
        var outside = Directory.CreateDirectory(Path.Combine(Stage.DataRoot, "outside"));
        await Agent.TurnAsync($"BASH:mkdir -p attachments; ln -s {outside.FullName} attachments/away");

        Assert.That(
            async () => await Agent.AskAsync(new WorkerRequest.WriteFile(new FileChunk("away", "n", 0, [1], true))),
            Throws.TypeOf<WorkerRefusedException>().With.Property("Code").EqualTo(WorkerErrorCode.FileNotWritten));

        Assert.That(outside.EnumerateFileSystemInfos(), Is.Empty);
    }
}
