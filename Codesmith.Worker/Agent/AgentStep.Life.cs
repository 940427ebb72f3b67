using Codesmith.Protocol;
using Codesmith.Worker.Claude;

namespace Codesmith.Worker.Agent;

/// <summary>Start and end.</summary>
internal sealed partial class AgentStep
{
    /// <summary>
    /// The dialogs of a start, by a line that only they have, and the option that leads to the prompt. With the home
    /// and the settings that the worker prepares none should appear; Claude Code may be of another mind.
    /// </summary>
    private static readonly (string Marker, string Option)[] StartDialogs =
    [
        ("Accessing workspace:", "Yes, I trust"),
        ("Bypass Permissions mode", "Yes, I accept"),
        ("Settings Warning", "Continue"),
        ("Settings Error", "Continue without"),
        ("Try the new fullscreen renderer", "Not now"),
        ("Detected a custom API key", "Yes"),
        ("Choose the text style", "Dark mode"),
    ];

    private void OnLaunched(AgentSignal.Launched launched)
    {
        _state = _state.End() with
        {
            Phase = AgentPhase.Starting,
            ProcessId = launched.ProcessId,
            ConversationId = launched.Launch.ConversationId,
            Activity = _state.Activity,
        };
        SetTimer(AgentTimer.StartDeadline, AgentLimits.Start);
    }

    private void OnSessionStart(HookEvent.SessionStart start)
    {
        _state = _state with { ConversationId = start.ConversationId };
        var origin = start.Source switch
        {
            "clear" => ConversationOrigin.Cleared,
            "compact" => ConversationOrigin.Compacted,
            "startup" => ConversationOrigin.Started,
            _ => ConversationOrigin.Resumed,
        };
        // A compacted conversation goes on in the same file, which is being read already.
        if (origin != ConversationOrigin.Compacted)
        {
            Do(new AgentEffect.FollowTranscript(start.TranscriptPath, FromEnd: origin == ConversationOrigin.Resumed));
            _state = _state with { Phase = _state.Phase == AgentPhase.Starting ? AgentPhase.Running : _state.Phase };
        }

        Emit(new ConversationChanged(start.ConversationId, origin));
        // The status may have said that it rests before this hook came.
        BecomeReadyAtRest();
        if (origin == ConversationOrigin.Cleared)
            OnCommandEvidence(AgentCommand.Clear, true, "A new conversation begins.");
    }

    /// <summary>Up is not ready: it takes input when it says that it rests.</summary>
    private void BecomeReadyAtRest()
    {
        if (_state is not { Phase: AgentPhase.Running, IsReady: false, Run: { Kind: RunKind.Idle } run })
            return;
        _state = _state with { IsReady = true };
        CancelTimer(AgentTimer.StartDeadline);
        Emit(new AgentReady(run.Version));
        ContinueTyping();
    }

    private void AnswerStartDialog()
    {
        if (_state.Screen?.Menu is not { } menu)
            return;
        var (marker, option) = StartDialogs.FirstOrDefault(
            dialog => menu.Heading.Contains(dialog.Marker, StringComparison.OrdinalIgnoreCase));
        if (marker is null || marker == _state.AnsweredDialog || menu.StepsTo(option) is not { } steps)
            return;
        _state = _state with { AnsweredDialog = marker };
        Choose(steps);
        Diagnose("start-dialog", marker);
    }

    private void Choose(int steps)
    {
        for (var step = 0; step < Math.Abs(steps); step++)
            Type(KeyBytes.Of(steps > 0 ? AgentKey.Down : AgentKey.Up));
        Type(KeyBytes.Of(AgentKey.Enter));
    }

    private void OnStartDeadline()
    {
        if (!_state.IsReady)
            Do(new AgentEffect.Terminate());
    }

    private void OnStopWanted()
    {
        if (_state.Phase == AgentPhase.Absent)
            return;
        _state = _state with { Phase = AgentPhase.Stopping };
        Do(new AgentEffect.Terminate());
    }

    private void OnProcessEnded(AgentSignal.ProcessEnded ended)
    {
        if (_state.Phase == AgentPhase.Absent)
            return;
        var cause = (_state.Phase, ended.Signal, ended.Code) switch
        {
            (AgentPhase.Stopping, _, _) => AgentExitCause.Stopped,
            _ when !_state.IsReady => AgentExitCause.StartFailed,
            (_, not null, _) => AgentExitCause.Killed,
            (_, _, 0) => AgentExitCause.Exited,
            _ => AgentExitCause.Crashed,
        };
        foreach (var timer in Enum.GetValues<AgentTimer>())
            CancelTimer(timer);
        CloseQuestions();
        if (_state.Command is { } command)
            Emit(new CommandCompleted(command.Input.CommandId, false, "Claude Code ended before it was done."));
        Emit(new AgentExited(cause, ended.Signal ?? ended.Code, ended.Screen));
        _state = _state.End();
    }
}
