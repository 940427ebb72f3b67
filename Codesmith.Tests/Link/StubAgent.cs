using Codesmith.Protocol;
using Codesmith.Worker.Agent;

namespace Codesmith.Tests.Link;

/// <summary>An agent that only remembers what it was asked.</summary>
internal sealed class StubAgent : IAgent
{
    public List<object> Calls { get; } = [];

    /// <summary>What the next calls throw.</summary>
    public Exception? Failure { get; set; }

    public ScreenCapture Screen { get; set; } = new(80, 24, "$");

    public bool IsRunning { get; set; }

    public Task StartAsync(AgentLaunch launch) => Take(launch);

    public Task SubmitPromptAsync(PromptInput prompt) => Take(prompt);

    public Task RunCommandAsync(CommandInput command) => Take(command);

    public Task AnswerQuestionAsync(QuestionAnswer answer) => Take(answer);

    public Task InterruptAsync() => Take("interrupt");

    public Task PressKeyAsync(AgentKey key) => Take(key);

    public async Task<ScreenCapture> CaptureScreenAsync()
    {
        await Take("capture");
        return Screen;
    }

    public Task StopAsync() => Take("stop");

    private Task Take(object call)
    {
        Calls.Add(call);
        return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
    }
}
