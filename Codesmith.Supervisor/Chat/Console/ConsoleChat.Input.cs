using Codesmith.Protocol;
using Codesmith.Supervisor.Commands;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>What the user enters: when it is taken, and which event it becomes.</summary>
internal sealed partial class ConsoleChat
{
    private async Task ReadInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            do
                await WaitForLineAsync(cancellationToken);
            while (Take(await input.ReadAsync(cancellationToken)));
            await WaitForEndAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program ends: whoever cancelled waits for us.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ChatException("The console cannot be read from.", exception);
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    private async Task WaitForLineAsync(CancellationToken cancellationToken)
    {
        while (!input.IsInteractive)
        {
            TimeSpan? wait;
            lock (_gate)
                wait = _turns.WaitForLine();
            if (wait == TimeSpan.Zero)
                return;
            await WaitForChangeAsync(wait ?? Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    /// <summary>Lets what was sent come to its end, except for a question that nobody will answer any more.</summary>
    private async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        while (!input.IsInteractive)
        {
            TimeSpan? wait;
            lock (_gate)
            {
                if (_turns.IsIdle)
                    return;
                wait = _turns.WaitForLine();
            }

            if (wait == TimeSpan.Zero)
            {
                Update(() => Report("The input ended while a question was open."));
                return;
            }

            await WaitForChangeAsync(wait ?? Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    private async Task WaitForChangeAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await _changes.Reader.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(atMost, time, cancellationToken);
            _changes.Reader.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // The caller looks again: what it waited for may be due by now.
        }
    }

    /// <summary>Sends what the user entered. False at the end of the input.</summary>
    private bool Take(ConsoleEntry? entry)
    {
        switch (entry)
        {
            case ConsoleEntry.Words words:
                Update(() => Send(words));
                return true;
            case ConsoleEntry.Unusable unusable:
                Update(() => Report(unusable.Message));
                return true;
            default:
                return false;
        }
    }

    private void Send(ConsoleEntry.Words words)
    {
        bool isCommand = !words.IsBlock && _commands.IsCommand(words.Text);
        if (!isCommand && _offer is { } offer)
        {
            Enter(offer, words.Text.Trim());
            return;
        }

        view.Show(new ConsoleItem.Echo(words.Text));
        if (isCommand)
        {
            switch (_commands.Read(words.Text))
            {
                case CommandRead command:
                    Invoke(command.Name, command.Arguments);
                    break;
                case CommandRejected rejected:
                    Report(rejected.Message);
                    break;
            }
        }
        else if (_turns.Question is { } question)
        {
            Answer(question, words.Text);
        }
        else if (words.Text.Length > WireLimits.PromptText)
        {
            Report($"The message is too long: at most {WireLimits.PromptText} characters.");
        }
        else
        {
            var message = new MessageId(NextId("message"));
            _turns.PromptSent(message);
            Happened(new MessageReceived(User, Channel, message, words.Text, [], IsAddressed: true));
        }
    }

    private void Invoke(string name, IReadOnlyDictionary<string, string> arguments)
    {
        var interaction = new InteractionId(NextId("command"));
        _turns.CommandSent(interaction, name);
        Happened(new CommandInvoked(User, Channel, interaction, name, arguments));
    }

    private void Answer(OpenQuestion question, string text)
    {
        switch (question.Dialog.Answer(text))
        {
            case DialogStep.Invalid invalid:
                Report(invalid.Message);
                break;
            case DialogStep.NextItem:
                _asked = null;
                break;
            case DialogStep.Complete complete:
                Happened(new QuestionReplied(User, Channel, Answering(question), complete.Answer));
                break;
            case DialogStep.Keys keys:
                foreach (AgentKey key in keys.Pressed)
                    Happened(new KeyPressed(User, Channel, Answering(question), keys.QuestionId, key));
                break;
        }
    }

    private InteractionId Answering(OpenQuestion question)
    {
        var interaction = new InteractionId(NextId("answer"));
        _turns.AnswerSent(interaction, question);
        return interaction;
    }
}
