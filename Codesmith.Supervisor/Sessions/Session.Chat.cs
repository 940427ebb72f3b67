using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>What the user does. Every message gets one last receipt, every command and click one response.</summary>
internal static partial class Session
{
    private static void TakeChatEvent(SessionDraft draft, ChatEvent chatEvent)
    {
        if (draft.State.Lifecycle is LifecycleState.Stopped or LifecycleState.Failed)
            draft.State = draft.State with { Channel = chatEvent.Channel };
        switch (chatEvent)
        {
            case MessageReceived message when message.Channel == draft.State.Channel:
                TakeMessage(draft, message);
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

    private static void TakeMessage(SessionDraft draft, MessageReceived message)
    {
        string? refusal = !draft.State.IsWanted ? SessionTexts.NoSession(draft.State)
            : string.IsNullOrWhiteSpace(message.Text) ? SessionTexts.EmptyPrompt
            : message.Text.Length > WireLimits.PromptText ? SessionTexts.PromptTooLong
            : draft.State.Queue.Count >= SessionLimits.Queue ? SessionTexts.QueueFull
            : null;
        if (refusal is not null)
        {
            draft.Hint(refusal);
            draft.FailMessage(message.Message, refusal);
            return;
        }
        draft.ShowReceipt(message.Message, Receipt.Received);
        var prompt = new QueuedPrompt(PromptId(draft), message.Message, message.Text);
        draft.State = draft.State with { Queue = draft.State.Queue.Add(prompt) };
        SendNext(draft);
        if (!draft.State.IsIdle && draft.State.Queue.Contains(prompt))
            draft.ShowReceipt(message.Message, Receipt.Queued);
    }

    private static void TakeCommand(SessionDraft draft, CommandInvoked command)
    {
        switch (command.Name)
        {
            case "start":
                TakeStart(draft, command.Interaction);
                break;
            case "stop":
                if (draft.Await(PendingKind.Stop, command.Interaction))
                {
                    draft.State = draft.State with { EndsConversation = true };
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
                draft.Respond(command.Interaction, StatusText.Of(draft.State, draft.Now));
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

    private static void TakeStart(SessionDraft draft, InteractionId interaction)
    {
        if (draft.State.ShuttingDown)
        {
            draft.RespondFailure(interaction, SessionTexts.ShuttingDown);
            return;
        }
        if (draft.State.Lifecycle == LifecycleState.Ready)
        {
            draft.Respond(interaction, SessionTexts.AlreadyRunning);
            return;
        }
        if (!draft.Await(PendingKind.Start, interaction))
            return;
        if (draft.State.Lifecycle is LifecycleState.Stopped or LifecycleState.Failed)
            draft.State = draft.State with { WasReady = false, Outage = null, Restarts = RestartHistory.Clean };
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

    private static string PromptId(SessionDraft draft) => $"{draft.State.Generation}-{draft.NextNumber()}";
}
