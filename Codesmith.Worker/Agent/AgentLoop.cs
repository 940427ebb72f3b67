using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Pty;

namespace Codesmith.Worker.Agent;

/// <summary>
/// The one owner of <see cref="AgentState"/>: a mailbox into which everything falls that happens, a step for each, and
/// the doing of what the step wants done. All of it on one task, so that nothing overtakes.
/// </summary>
internal sealed class AgentLoop : IAgent, IHookSink, IAsyncDisposable
{
    /// <summary>Digits of the worker's name: enough that no two workers of a user share one.</summary>
    private const int NameLength = 8;

    /// <summary>
    /// Not bounded, because nobody can fill it: who brings something waits until it is taken, and a source that changed
    /// is in it once, however often it changes.
    /// </summary>
    private readonly Channel<Mail> _mailbox = Channel.CreateUnbounded<Mail>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Action<WorkerEvent> _emit;
    private readonly AgentTimers _timers;
    private readonly AgentProcess _process;
    private readonly PendingReplies _replies = new();
    private readonly Task _running;
    private AgentState _state = AgentState.Begin(Guid.NewGuid().ToString("N")[..NameLength]);

    /// <param name="home">The user's home.</param>
    /// <param name="program">How the agent is run.</param>
    /// <param name="emit">Takes the events.</param>
    /// <param name="clock">For all waits.</param>
    public AgentLoop(ClaudeHome home, AgentProgram program, Action<WorkerEvent> emit, TimeProvider clock)
    {
        _emit = emit;
        _timers = new AgentTimers(clock, timer => Post(new AgentSignal.TimerElapsed(timer)));
        _process = new AgentProcess(home, program, () => _mailbox.Writer.TryWrite(Mail.Look), Post, clock);
        _running = RunAsync();
    }

    /// <summary>Runs until the loop is disposed; fails if a step did, which is a defect and ends the worker.</summary>
    public Task Completion => _running;

    public bool IsRunning => _process.IsRunning;

    public Task StartAsync(AgentLaunch launch) => AskAsync(new AgentSignal.Launched(launch));

    public Task SubmitPromptAsync(PromptInput prompt) => AskAsync(new AgentSignal.PromptWanted(prompt));

    public Task RunCommandAsync(CommandInput command) => AskAsync(new AgentSignal.CommandWanted(command));

    public Task AnswerQuestionAsync(QuestionAnswer answer) => AskAsync(new AgentSignal.AnswerGiven(answer));

    public Task InterruptAsync() => AskAsync(new AgentSignal.InterruptWanted());

    public Task PressKeyAsync(AgentKey key) => AskAsync(new AgentSignal.KeyWanted(key));

    public Task StopAsync() => AskAsync(new AgentSignal.StopWanted());

    public Task<ScreenCapture> CaptureScreenAsync() => _process.IsRunning
        ? Task.FromResult(_process.CaptureScreen())
        : throw new AgentRefusedException(WorkerErrorCode.NoAgent, "No agent is running.");

    public async Task<byte[]> OnHookAsync(HookEvent hook, CancellationToken cancellationToken)
    {
        if (hook is not HookEvent.PermissionRequest)
        {
            await AskAsync(new AgentSignal.HookFired(hook));
            return HookReply.None;
        }

        var (id, reply) = _replies.Open();
        await AskAsync(new AgentSignal.HookFired(hook, id));
        return await reply.WaitAsync(cancellationToken);
    }

    public Task OnStatusLineAsync(string? conversation, AgentStatus status) =>
        AskAsync(new AgentSignal.StatusLineRead(conversation, status));

    public async ValueTask DisposeAsync()
    {
        _mailbox.Writer.TryComplete();
        await _running;
        await _process.DisposeAsync();
        _timers.Dispose();
        _replies.CloseAll();
    }

    private void Post(AgentSignal signal) => _mailbox.Writer.TryWrite(new Mail(signal));

    private async Task AskAsync(AgentSignal signal)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_mailbox.Writer.TryWrite(new Mail(signal, done)))
            await done.Task;
    }

    private async Task RunAsync()
    {
        await foreach (var mail in _mailbox.Reader.ReadAllAsync())
        {
            try
            {
                Take(mail.Signal);
                mail.Done?.TrySetResult();
            }
            catch (Exception exception) when (mail.Done is { } done)
            {
                done.TrySetException(exception);
                if (!IsForCaller(exception))
                    throw;
            }
        }
    }

    /// <summary>What the caller of a wish can do something about; anything else is a defect of ours.</summary>
    private static bool IsForCaller(Exception exception) =>
        exception is AgentRefusedException or TerminalStartException or IOException or UnauthorizedAccessException;

    /// <param name="signal">What happened; null: some source has changed.</param>
    private void Take(AgentSignal? signal)
    {
        if (signal is AgentSignal.Launched launched)
        {
            Launch(launched.Launch);
            // Before its first news are read, which would else be taken for those of an agent that is gone.
            Step(launched with { ProcessId = _process.Id });
            return;
        }

        // Also before news of its end: what it wrote last belongs to its life.
        foreach (var read in _process.ReadChanged())
            Step(read);
        if (signal is not null && Step(signal) is { } refusal)
            throw new AgentRefusedException(refusal.Code, refusal.Message);
    }

    private AgentEffect.Refuse? Step(AgentSignal signal)
    {
        (_state, var effects) = AgentStep.Take(_state, signal);
        foreach (var effect in effects)
            Perform(effect);
        return effects.OfType<AgentEffect.Refuse>().FirstOrDefault();
    }

    private void Launch(AgentLaunch launch)
    {
        if (_state.Phase != AgentPhase.Absent)
            throw new AgentRefusedException(WorkerErrorCode.AgentRunning, "An agent is running already.");
        foreach (var finding in _process.Start(launch))
            _emit(new Diagnosed("home-mended", finding));
    }

    private void Perform(AgentEffect effect)
    {
        switch (effect)
        {
            case AgentEffect.Emit { Event: var workerEvent }:
                _emit(workerEvent);
                break;
            case AgentEffect.Type { Keys: var keys }:
                if (!_process.Type(keys.Span))
                    _emit(new Diagnosed("input-full", "the agent does not read its terminal"));
                break;
            case AgentEffect.ReplyToHook reply:
                _replies.Close(reply.ReplyId, reply.Json);
                break;
            case AgentEffect.SetTimer timer:
                _timers.Set(timer.Timer, timer.Due);
                break;
            case AgentEffect.CancelTimer timer:
                _timers.Cancel(timer.Timer);
                break;
            case AgentEffect.FollowTranscript follow:
                _process.FollowTranscript(follow.Path, follow.FromEnd);
                break;
            case AgentEffect.Terminate:
                _process.Terminate();
                break;
        }
    }

    /// <param name="Signal">What happened; null: look at the sources.</param>
    /// <param name="Done">Who waits until it was taken; null for news.</param>
    private readonly record struct Mail(AgentSignal? Signal, TaskCompletionSource? Done = null)
    {
        public static readonly Mail Look = new(null);
    }
}
