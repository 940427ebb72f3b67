using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Hosting;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>
/// The supervisor of many users as a process of its own: nothing that tests or measures is loaded into it. It starts
/// the sessions, has some turns in each, says so in a line, and ends when its input does.
/// </summary>
internal static class SupervisorHost
{
    public const string Argument = "host";
    public const string ReadyLine = "sessions are at rest";

    /// <summary>Texts, tools, Markdown and a long answer: what has code of its own on the way to the chat.</summary>
    private static readonly string[] Prompts = ["SAY:hello", "RUNTOOL", "MARKDOWN", "LINES:200"];

    /// <param name="options">What to run.</param>
    /// <param name="sessions">How many.</param>
    public static IEnumerable<string> Arguments(CodesmithOptions options, int sessions) =>
    [
        Argument, options.DataFolder, options.WorkerFolder, options.ClaudeProgram,
        $"{options.Model!.BaseUrl}", $"{sessions}",
    ];

    /// <param name="arguments">From <see cref="Arguments"/>, without the first.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var data, var worker, var claude, var model, var sessions])
            return ExitCode.Usage;
        var options = new CodesmithOptions(
            data, worker, claude, new ModelAccess(new Secret("benchmark"), new Uri(model)));
        await using BenchmarkedSupervisor supervisor = await BenchmarkedSupervisor.StartAsync(options);
        for (int number = 0; number < int.Parse(sessions); number++)
        {
            var user = new UserId($"user{number}");
            await supervisor.StartSessionAsync(user);
            foreach (string prompt in Prompts)
                await supervisor.PromptAsync(user, prompt);
        }
        Console.Out.Write(ReadyLine + "\n");
        await Console.In.ReadToEndAsync();
        return ExitCode.Success;
    }
}
