using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>What users do. Every prompt gets one last receipt, every command and click one response.</summary>
internal static partial class Session
{
    private static void TakeChatEvent(SessionDraft draft, ChatEvent chatEvent)
    {
        switch (chatEvent)
        {
            case MessageReceived message:
                TakeMessage(draft, message);
                break;
            case MessageRetried retried:
                TakeRetry(draft, retried);
                break;
            case MessageEdited edited:
                TakeEdit(draft, edited);
                break;
            case MessageDeleted deleted:
                TakeDeletion(draft, deleted.Message);
                break;
            case ChannelCaughtUp when draft.State is { ResumesOnPrompt: true, IsOpening: false, Queue.IsEmpty: false }:
                Wake(draft);
                break;
            case ChannelClosed closed when closed.Channel == draft.State.Channel:
                TakeChannelClosed(draft);
                break;
            case CommandInvoked command:
                TakeCommand(draft, command);
                break;
            case QuestionReplied reply:
                TakeReply(draft, reply);
                break;
            case KeyPressed key:
                TakeKey(draft, key);
                break;
        }
    }

    private static void TakeCommand(SessionDraft draft, CommandInvoked command)
    {
        switch (command.Name)
        {
            case "start":
                TakeStart(draft, command);
                break;
            case "stop":
                if (draft.Await(PendingKind.Stop, command.Interaction))
                {
                    draft.State = draft.State with { EndsConversation = true, ResumesOnPrompt = false };
                    Stop(draft);
                }
                break;
            case "clear":
                Enqueue(draft, command.Interaction, AgentCommand.Clear, argument: null);
                break;
            case "compact":
                command.Arguments.TryGetValue("instructions", out string? instructions);
                Enqueue(draft, command.Interaction, AgentCommand.Compact, instructions);
                break;
            case "model":
                command.Arguments.TryGetValue("name", out string? model);
                if (string.IsNullOrWhiteSpace(model))
                    draft.RespondFailure(command.Interaction, SessionTexts.NoModel(draft.State.Profile));
                else
                    Enqueue(draft, command.Interaction, AgentCommand.Model, model);
                break;
            case "status":
                TakeStatusCommand(draft, command.Interaction);
                break;
            case "interrupt":
                TakeInterrupt(draft, command.Interaction);
                break;
            default:
                draft.RespondFailure(
                    command.Interaction, SessionTexts.UnknownCommand(command.Name, draft.State.Profile));
                break;
        }
    }

    private static void TakeStart(SessionDraft draft, CommandInvoked command)
    {
        var state = draft.State;
        if (state.ShuttingDown)
        {
            draft.RespondFailure(command.Interaction, SessionTexts.ShuttingDown);
            return;
        }
        string? answer = state switch
        {
            { Lifecycle: LifecycleState.Ready } => SessionTexts.AlreadyRunning,
            // A place may take longer than a response can wait.
            { Lifecycle: LifecycleState.Starting, QueuePosition: > 0 and var position } =>
                SessionTexts.WaitsForPlace(position),
            _ => null,
        };
        if (answer is not null)
        {
            draft.Respond(command.Interaction, answer, state.Channel);
            return;
        }
        if (!draft.Await(PendingKind.Start, command.Interaction) || state.IsOpening)
            return;
        bool isOver = state.Lifecycle is LifecycleState.Stopped or LifecycleState.Failed;
        if (!isOver && state.IsAtHome)
        {
            draft.State = draft.State with { ResumesOnPrompt = false };
            Happen(draft, LifecycleEvent.StartWanted);
            return;
        }
        bool isHere = command.Arguments.TryGetValue("where", out string? where) && where == "here";
        var opening = new SessionEffect.OpenChannel(isHere ? ChannelPlace.Here : ChannelPlace.Own, command.Channel);
        draft.State = draft.State with { Opening = opening };
        if (isOver)
            draft.Add(opening);
    }

    private static void TakeChannelOpened(SessionDraft draft, OpenedChannel opened)
    {
        if (!draft.State.IsOpening)
            return; // Stopped meanwhile.
        bool isSame = draft.State.IsAtHome && opened.Channel.Id == draft.State.Channel;
        if (!isSame)
            DropQueue(draft, SessionTexts.Moved);
        draft.State = draft.State with
        {
            Place = opened.Channel,
            HasPlace = true,
            IsPlaceGone = false,
            Opening = null,
            Panel = isSame ? draft.State.Panel : null,
            LastMessage = opened.Newest,
        };
        Wake(draft);
    }

    private static void TakeChannelNotOpened(SessionDraft draft, string reason)
    {
        if (!draft.State.IsOpening)
            return;
        draft.State = draft.State with { Opening = null };
        DropQueue(draft, reason);
        draft.Settle(pending => pending.Awaits == PendingKind.Start, reason, isError: true);
    }

    /// <summary>The end of a session whose channel somebody deleted. Its conversation is kept.</summary>
    private static void TakeChannelClosed(SessionDraft draft)
    {
        if (draft.State.TakesPrompts)
            draft.Add(new SessionEffect.TellDirectly(SessionTexts.ChannelDeleted(draft.State.Profile)));
        draft.State = draft.State with { Panel = null, ResumesOnPrompt = false, IsPlaceGone = true };
        Stop(draft);
    }

    /// <summary>Nobody says what it was: a prompt that waits, a post of ours, or nothing that we know.</summary>
    private static void TakeDeletion(SessionDraft draft, MessageId message)
    {
        var post = new PostId(message.Value);
        draft.Add(new SessionEffect.ForgetPost(post));
        if (post == draft.State.Panel)
            draft.State = draft.State with { Panel = null };
        Withdraw(draft, message);
    }

    /// <summary>Starts what is stopped, with a clean record.</summary>
    private static void Wake(SessionDraft draft)
    {
        draft.State = draft.State with
        {
            ResumesOnPrompt = false,
            WasReady = false,
            Outage = null,
            Restarts = RestartHistory.Clean,
        };
        Happen(draft, LifecycleEvent.StartWanted);
    }

    private static void Enqueue(SessionDraft draft, InteractionId interaction, AgentCommand command, string? argument)
    {
        string? refusal = !draft.State.IsWanted ? SessionTexts.NoSession(draft.State)
            : argument?.Length > WireLimits.ShortText ? SessionTexts.ArgumentTooLong
            : draft.State.Queue.Count >= SessionLimits.Queue ? SessionTexts.QueueFull
            : null;
        if (refusal is not null)
        {
            draft.RespondFailure(interaction, refusal);
            return;
        }
        argument = string.IsNullOrWhiteSpace(argument) ? null : argument;
        draft.State = draft.State with
        {
            Queue = draft.State.Queue.Add(new QueuedCommand(PromptId(draft), interaction, command, argument)),
        };
    }

    private static void TakeInterrupt(SessionDraft draft, InteractionId interaction)
    {
        if (draft.State.Lifecycle != LifecycleState.Ready || draft.State.IsIdle)
        {
            draft.Respond(interaction, SessionTexts.NothingToInterrupt);
        }
        else if (draft.Await(PendingKind.Interrupt, interaction))
        {
            draft.Ask(new WorkerRequest.Interrupt());
            draft.SetTimer(SessionTimer.Interrupt, SessionLimits.Interrupt);
        }
    }
}
