using Codesmith.Supervisor.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class SharedKeyTests
{
    private const string Key = "sk-ant-shared-0123456789";

    [Test]
    public async Task SharedKey_ReachesTheModelAndNothingElse()
    {
        await using var model = await ScriptedModel.StartAsync(
            ScriptedModelOptions.ForTests, NullLoggerFactory.Instance, TimeProvider.System);
        await using var program = ProgramUnderTest.Start(
            ("ANTHROPIC_API_KEY", Key), ("ANTHROPIC_BASE_URL", model.BaseAddress.ToString()));
        await program.SayAsync("/cc start", Search, "ASKME");
        await program.WaitForAsync("question:");

        var arguments = Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Select(folder => ReadProcess(Path.Combine(folder, "cmdline")));
        Assert.That(arguments, Has.None.Contains(Key));
        await program.SayAsync("1");
        await program.EndAsync();

        var turns = model.Requests.Where(request => request.Kind == ModelRequestKind.Turn).ToList();
        Assert.That(turns, Is.Not.Empty);
        Assert.That(turns.Select(request => request.Headers["x-api-key"]), Has.All.EqualTo(Key));
        // A worker's socket stays behind; it cannot be read.
        var files = Directory.EnumerateFiles(program.DataRoot, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) != ".sock").ToList();
        Assert.That(files.Select(Path.GetFileName), Has.Some.EqualTo(".found").And.Some.EqualTo("codesmith.log"));
        Assert.That(files.Where(file => File.ReadAllText(file).Contains(Key, StringComparison.Ordinal)), Is.Empty);
        Assert.That(program.Output + await program.Errors, Does.Not.Contain(Key));
    }

    /// <summary>Everything a process inside can read that is not the host's own system. The pattern must not find itself.</summary>
    private const string Search =
        "BASH:{ env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline; "
        + "grep -rs 'shared-[0]123456789' /home /workspace /etc /run /tmp /opt/codesmith /dev/shm; } > /workspace/.found 2>&1";

    private static string ReadProcess(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended, or is somebody else's.
            return "";
        }
    }
}
