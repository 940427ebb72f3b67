using Codesmith.Protocol;

namespace Codesmith.Worker.Agent;

/// <summary>
/// The agent on its terminal, as the link sees it. Each call takes something on and returns soon; how it went is told
/// by events. Arguments are within <see cref="WireLimits"/> already. Calls arrive in the order they were made, each
/// before the one before it need have finished.
/// </summary>
/// <exception cref="AgentRefusedException">Thrown by any call that cannot be taken on now.</exception>
internal interface IAgent
{
    /// <summary>Whether an agent is on the terminal.</summary>
    bool IsRunning { get; }

    Task StartAsync(AgentLaunch launch);

    Task SubmitPromptAsync(PromptInput prompt);

    Task RunCommandAsync(CommandInput command);

    Task AnswerQuestionAsync(QuestionAnswer answer);

    Task InterruptAsync();

    Task PressKeyAsync(AgentKey key);

    Task<ScreenCapture> CaptureScreenAsync();

    Task StopAsync();
}
