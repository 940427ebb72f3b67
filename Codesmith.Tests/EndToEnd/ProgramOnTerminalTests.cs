using System.Text;
using System.Text.Json;
using Codesmith.Tests.Deploy;
using Codesmith.Tests.Pty;
using Codesmith.Worker.Pty;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>The whole of Codesmith with somebody at the keyboard, who does not wait for answers.</summary>
[TestFixture]
internal sealed class ProgramOnTerminalTests
{
    [Test]
    public async Task PromptsTypedAtOnce_EachArriveOnceAndInOrder()
    {
        string[] prompts = ["BASH:sleep 0.5; echo $((1*111))", "SAY:in between", "BASH:echo $((3*111))"];
        var dataRoot = Directory.CreateTempSubdirectory("codesmith-").FullName;
        var environment = ProgramUnderTest.EnvironmentFor(dataRoot)
            .Append(("TERM", "xterm-256color"))
            .ToDictionary(variable => variable.Item1, variable => variable.Item2);
        var command = new TerminalCommand(
            Checkout.SupervisorProgram, [], environment, "/", new TerminalSize(120, 40));
        await using (var terminal = ShellTerminal.Start(command, TimeProvider.System))
        {
            // What is typed before that belongs to the shell.
            await SeeAsync(terminal, "›");
            Type(terminal, "/cc start");
            await SeeAsync(terminal, "Claude Code is ready");
            Type(terminal, prompts);
            await SeeAsync(terminal, "The tool returned: 333");
            Type(terminal, "/cc stop");
            await SeeAsync(terminal, "Stopped.");
        }

        await SandboxProcesses.ExpectEndAsync(SandboxProcesses.Of(dataRoot));
        Assert.That(SentIn(dataRoot), Is.EqualTo(prompts));
        Directory.Delete(dataRoot, recursive: true);
    }

    private static Task SeeAsync(ShellTerminal terminal, string text) =>
        terminal.Recorder.WaitForAsync(text, Timeouts.EndToEnd);

    private static void Type(ShellTerminal terminal, params string[] lines) =>
        Assert.That(terminal.Process.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\r")))));

    /// <summary>What the agent's own record has as typed.</summary>
    private static IEnumerable<string> SentIn(string dataRoot)
    {
        var record = Directory.EnumerateFiles(dataRoot, "*.jsonl", SearchOption.AllDirectories)
            .Single(file => file.Contains("/projects/", StringComparison.Ordinal));
        foreach (var line in File.ReadLines(record))
        {
            var entry = JsonElement.Parse(line);
            if (entry.GetProperty("type").GetString() == "user"
                && entry.GetProperty("message").GetProperty("content") is { ValueKind: JsonValueKind.String } text)
                yield return text.GetString()!;
        }
    }
}
