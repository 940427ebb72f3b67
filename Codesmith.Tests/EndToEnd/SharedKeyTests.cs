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
        await using var program = ProgramUnderTest.StartVerbose(
            ("ANTHROPIC_API_KEY", Key), ("ANTHROPIC_BASE_URL", model.BaseAddress.ToString()));
        await program.SayAsync("/cc start", Search, SearchMemory, "ASKME");
        await program.WaitForAsync("question:");

        var processes = Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _)).ToList();
        Assert.That(processes.Select(folder => Read(Path.Combine(folder, "cmdline"))), Has.None.Contains(Key));
        Assert.That(
            processes.Where(folder => Read(Path.Combine(folder, "environ")).Contains(Key, StringComparison.Ordinal)),
            Is.EqualTo(new[] { $"/proc/{program.Id}" }), "the supervisor got it that way here");
        await program.SayAsync("1");
        await program.EndAsync();

        var turns = model.Requests.Where(request => request.Kind == ModelRequestKind.Turn).ToList();
        Assert.That(turns, Is.Not.Empty);
        Assert.That(turns.Select(request => request.Headers["x-api-key"]), Has.All.EqualTo(Key));
        // A worker's socket stays behind; it cannot be read.
        var files = Directory.EnumerateFiles(program.DataRoot, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) != ".sock").ToList();
        Assert.That(files.Select(Path.GetFileName), Is.SupersetOf(new[] { ".found", ".memory", "codesmith.log" }));
        Assert.That(
            await File.ReadAllTextAsync(files.Single(file => Path.GetFileName(file) == ".memory")),
            Is.EqualTo("the placeholder alone").Or.EqualTo("refused"), "where only debuggers may look");
        Assert.That(files.Where(file => File.ReadAllText(file).Contains(Key, StringComparison.Ordinal)), Is.Empty);
        Assert.That(program.Output + await program.Errors, Does.Not.Contain(Key));
    }

    /// <summary>Everything a process inside can read that is not the host's own system. The pattern must not find itself.</summary>
    private const string Search =
        "BASH:{ env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline; "
        + "grep -rs 'shared-[0]123456789' /home /workspace /etc /run /tmp /opt/codesmith /dev/shm; } > /workspace/.found 2>&1";

    /// <summary>
    /// The memory of every process inside: the agent's has what stands where the key would. It reserves gigabytes: what
    /// it never touched is passed over, by the entry of 8 bytes that the kernel has for each page.
    /// </summary>
    private const string SearchMemory =
        "BASH:perl -e '$real=\"shared-\".\"0123456789\"; for (</proc/[0-9]*>) { next if $_ eq \"/proc/$$\"; open(L,\"$_/maps\"); "
        + "open(M,\"$_/mem\") or next; open(P,\"$_/pagemap\"); while (<L>) { /^(\\w+)-(\\w+) rw/ or next; "
        + "for (($a,$e)=(hex($1),hex($2)); $a<$e; $a+=1<<20) { sysseek(P,$a>>9,0); sysread(P,$p,1<<11); "
        + "grep {$_>>62} unpack(\"Q*\",$p) or next; "
        + "sysseek(M,$a,0); sysread(M,$b,1<<20) or last; $found{real}++ if index($b,$real)>=0; "
        + "$found{placeholder}++ if index($b,\"gateway-adds-the-real-key\")>=0 } } } "
        + "print !$found{placeholder} ? \"refused\" : $found{real} ? \"the key\" : \"the placeholder alone\"' > /workspace/.memory";

    private static string Read(string file)
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
