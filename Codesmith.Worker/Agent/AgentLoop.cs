using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>
/// The one owner of <see cref="AgentState"/>: a mailbox into which everything falls that happens, a step for each, and
/// the doing of what the step wants done. All of it on one task, so that nothing overtakes.
/// </summary>
internal sealed class AgentLoop : IAgent, IHookSink, IAsyncDisposable
{
    /// <summary>
    /// Things that may wait for the loop. The loop takes microseconds for each; when a flood fills the box, the
    /// flooding caller waits.
    /// </summary>
    private const int MailboxSize = 1024;

    private readonly Channel<Mail> mailbox = Channel.CreateBounded<Mail>(
        new BoundedChannelOptions(MailboxSize) { SingleReader = true });
    private readonly Action<WorkerEvent> emit;
    private readonly AgentTimers timers;
    private readonly AgentProcess process;
    private readonly PendingReplies replies = new();
    private readonly Task running;
    private AgentState state = AgentState.Absent;

    /// <param name="home">The user's home.</param>
    /// <param name="program">How the agent is run.</param>
    /// <param name="emit">Takes the events.</param>
    /// <param name="clock">For all waits.</param>
    public AgentLoop(ClaudeHome home, AgentProgram program, Action<WorkerEvent> emit, TimeProvider clock)
    {
        this.emit = emit;
        timers = new AgentTimers(clock, timer => Post(new AgentSignal.TimerElapsed(timer)));
        process = new AgentProcess(home, program, Post, clock);
        running = RunAsync();
    }

    public bool IsRunning => process.IsRunning;

    public Task StartAsync(AgentLaunch launch) => AskAsync(new AgentSignal.Launched(launch));

    public Task SubmitPromptAsync(PromptInput prompt) => AskAsync(new AgentSignal.PromptWanted(prompt));

    public Task RunCommandAsync(CommandInput command) => AskAsync(new AgentSignal.CommandWanted(command));

    public Task AnswerQuestionAsync(QuestionAnswer answer) => AskAsync(new AgentSignal.AnswerGiven(answer));

    public Task InterruptAsync() => AskAsync(new AgentSignal.InterruptWanted());

    public Task PressKeyAsync(AgentKey key) => AskAsync(new AgentSignal.KeyWanted(key));

    public Task StopAsync() => AskAsync(new AgentSignal.StopWanted());

    public Task<ScreenCapture> CaptureScreenAsync() => process.IsRunning
        ? Task.FromResult(process.CaptureScreen())
        : throw new AgentRefusedException(WorkerErrorCode.NoAgent, "No agent is running.");

    public async Task<byte[]> OnHookAsync(HookEvent hook, CancellationToken cancellationToken)
    {
        if (hook is not HookEvent.PermissionRequest)
        {
            await mailbox.Writer.WriteAsync(new Mail(new AgentSignal.HookFired(hook)), cancellationToken);
            return HookReply.None;
        }

        var (id, reply) = replies.Open();
        await mailbox.Writer.WriteAsync(new Mail(new AgentSignal.HookFired(hook, id)), cancellationToken);
        return await reply.WaitAsync(cancellationToken);
    }

    public void OnStatusLine(ReadOnlyMemory<byte> json)
    {
        if (StatusLine.Parse(json) is { } status)
            Post(new AgentSignal.StatusLineRead(status));
    }

    public async ValueTask DisposeAsync()
    {
        mailbox.Writer.TryComplete();
        await running;
        await process.DisposeAsync();
        timers.Dispose();
        replies.CloseAll();
    }

    /// <summary>
    /// News of the agent. A full mailbox means that somebody floods it; what is lost then is told again by the next
    /// change of the same source, except by timers and ends, which nobody can flood.
    /// </summary>
    private void Post(AgentSignal signal)
    {
        if (!mailbox.Writer.TryWrite(new Mail(signal)) && signal is AgentSignal.ProcessEnded or AgentSignal.TimerElapsed)
            _ = PostLaterAsync(signal);
    }

    private async Task PostLaterAsync(AgentSignal signal)
    {
        try
        {
            await mailbox.Writer.WriteAsync(new Mail(signal));
        }
        catch (ChannelClosedException)
        {
            // The worker ends: nobody is left to tell.
        }
    }

    private async Task AskAsync(AgentSignal wish)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await mailbox.Writer.WriteAsync(new Mail(wish, done));
        await done.Task;
    }

    private async Task RunAsync()
    {
        await foreach (var mail in mailbox.Reader.ReadAllAsync())
        {
            try
            {
                Take(mail.Signal);
                mail.Done?.TrySetResult();
            }
            catch (Exception exception) when (mail.Done is not null)
            {
                mail.Done.TrySetException(exception);
            }
            catch (IOException exception)
            {
                // A transcript that cannot be read now is read with its next line.
                emit(new Diagnosed("agent-files", exception.Message));
            }
        }
    }

    private void Take(AgentSignal signal)
    {
        if (signal is AgentSignal.Launched { Launch: var launch })
            Launch(launch);
        (state, var effects) = AgentStep.Take(state, signal);
        // The caller's refusal comes after everything else that the step wants done.
        AgentEffect.Refuse? refusal = null;
        foreach (var effect in effects)
        {
            if (effect is AgentEffect.Refuse refuse)
                refusal = refuse;
            else
                Perform(effect);
        }

        if (refusal is not null)
            throw new AgentRefusedException(refusal.Code, refusal.Message);
    }

    private void Launch(AgentLaunch launch)
    {
        if (state.Phase != AgentPhase.Absent)
            throw new AgentRefusedException(WorkerErrorCode.AgentRunning, "An agent is running already.");
        foreach (var finding in process.Start(launch))
            emit(new Diagnosed("home-mended", finding));
    }

    private void Perform(AgentEffect effect)
    {
        switch (effect)
        {
            case AgentEffect.Emit { Event: var workerEvent }:
                emit(workerEvent);
                break;
            case AgentEffect.Type { Keys: var keys }:
                if (!process.Type(keys.Span))
                    emit(new Diagnosed("input-full", "the agent does not read its terminal"));
                break;
            case AgentEffect.ReplyToHook reply:
                replies.Close(reply.ReplyId, reply.Json);
                break;
            case AgentEffect.SetTimer timer:
                timers.Set(timer.Timer, timer.Due);
                break;
            case AgentEffect.CancelTimer timer:
                timers.Cancel(timer.Timer);
                break;
            case AgentEffect.FollowTranscript follow:
                process.FollowTranscript(follow.Path, follow.FromEnd);
                break;
            case AgentEffect.Terminate:
                process.Terminate();
                break;
        }
    }

    /// <param name="Signal">What happened.</param>
    /// <param name="Done">Who waits until it was taken; null for news.</param>
    private readonly record struct Mail(AgentSignal Signal, TaskCompletionSource? Done = null);
}
