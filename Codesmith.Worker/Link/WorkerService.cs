using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using StreamJsonRpc;

namespace Codesmith.Worker.Link;

/// <summary>The worker's side of one connection: checks what is asked, then hands it on.</summary>
internal sealed class WorkerService(EventLog log, IAgent agent, AttachmentStore attachments) : IWorker
{
    private int _helloed;

    public Task<HelloReply> HelloAsync(HelloRequest hello, CancellationToken cancellationToken)
    {
        if (hello.Version != ProtocolVersion.Current)
            throw Refusal(
                WorkerErrorCode.VersionMismatch,
                $"The worker speaks version {ProtocolVersion.Current}, the supervisor {hello.Version}.");
        if (Interlocked.Exchange(ref _helloed, 1) != 0)
            throw InputCheck.Invalid("Hello was said already on this connection.");
        return Task.FromResult(new HelloReply(ProtocolVersion.Current, log.LastSequence, agent.IsRunning));
    }

    public Task StartAgentAsync(AgentLaunch launch, CancellationToken cancellationToken)
    {
        ExpectHello();
        InputCheck.Check(launch);
        return ForwardAsync(() => agent.StartAsync(launch));
    }

    public Task<EventBatch> ReadEventsAsync(long after, int max, CancellationToken cancellationToken)
    {
        ExpectHello();
        if (after < 0 || after > log.LastSequence)
            throw InputCheck.Invalid($"after is {after}; 0 to {log.LastSequence} is what there is.");
        if (max is < 1 or > WireLimits.BatchEvents)
            throw InputCheck.Invalid($"max is {max}; 1 to {WireLimits.BatchEvents} are allowed.");
        return log.ReadAsync(after, max, cancellationToken);
    }

    public Task SubmitPromptAsync(PromptInput prompt, CancellationToken cancellationToken)
    {
        ExpectHello();
        InputCheck.Check(prompt);
        return ForwardAsync(() => agent.SubmitPromptAsync(prompt));
    }

    public Task RunCommandAsync(CommandInput command, CancellationToken cancellationToken)
    {
        ExpectHello();
        InputCheck.Check(command);
        return ForwardAsync(() => agent.RunCommandAsync(command));
    }

    public Task AnswerQuestionAsync(QuestionAnswer answer, CancellationToken cancellationToken)
    {
        ExpectHello();
        InputCheck.Check(answer);
        return ForwardAsync(() => agent.AnswerQuestionAsync(answer));
    }

    public Task WriteFileAsync(FileChunk chunk, CancellationToken cancellationToken)
    {
        ExpectHello();
        InputCheck.Check(chunk);
        try
        {
            attachments.Write(chunk);
            return Task.CompletedTask;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refusal(WorkerErrorCode.FileNotWritten, $"{chunk.Name} was not written: {exception.Message}");
        }
    }

    public Task InterruptAsync(CancellationToken cancellationToken)
    {
        ExpectHello();
        return ForwardAsync(agent.InterruptAsync);
    }

    public Task PressKeyAsync(AgentKey key, CancellationToken cancellationToken)
    {
        ExpectHello();
        InputCheck.Check(key);
        return ForwardAsync(() => agent.PressKeyAsync(key));
    }

    public async Task<ScreenCapture> CaptureScreenAsync(CancellationToken cancellationToken)
    {
        ExpectHello();
        ScreenCapture? screen = null;
        await ForwardAsync(async () => screen = await agent.CaptureScreenAsync().ConfigureAwait(false))
            .ConfigureAwait(false);
        return screen! with { Text = EventTrimmer.Cut(screen!.Text, WireLimits.EventText) };
    }

    public Task StopAgentAsync(CancellationToken cancellationToken)
    {
        ExpectHello();
        return ForwardAsync(agent.StopAsync);
    }

    private static async Task ForwardAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (AgentRefusedException refused)
        {
            throw Refusal(refused.Code, refused.Message);
        }
    }

    private void ExpectHello()
    {
        if (Volatile.Read(ref _helloed) == 0)
            throw Refusal(WorkerErrorCode.HelloExpected, "Say hello first.");
    }

    private static LocalRpcException Refusal(int code, string message) => new(message) { ErrorCode = code };
}
