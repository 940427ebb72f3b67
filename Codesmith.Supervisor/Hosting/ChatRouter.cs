using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Commands;
using Codesmith.Supervisor.Requirements;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Supervisor.SignIns;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// Brings what users do to where it is dealt with: commands about Codesmith itself are answered here, everything else
/// belongs to the user's session.
/// </summary>
/// <param name="chat">Where it comes from.</param>
/// <param name="sessions">Where most of it goes.</param>
/// <param name="signIns">Where users sign in and out.</param>
/// <param name="requirements">For those who ask for them.</param>
/// <param name="pulse">Beats while events are dealt with.</param>
/// <param name="log">The operator's log.</param>
internal sealed class ChatRouter(
    IChat chat, SessionDirectory sessions, SignInDesk signIns, RequirementsCheck requirements, EventPulse pulse,
    ILogger log)
{
    private readonly BackgroundTasks _answers = new();

    /// <summary>Returns when the chat is closed for good, and everything that was asked is answered.</summary>
    /// <exception cref="OperationCanceledException">The program is to end.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var happened in pulse.Watch(chat.ReadEventsAsync(cancellationToken)))
        {
            switch (happened)
            {
                case CommandInvoked { Name: CommandCatalogue.Help } help:
                    _answers.Add(AnswerAsync(help.Interaction, HelpAsync(), cancellationToken));
                    break;
                case CommandInvoked { Name: CommandCatalogue.Requirements } asked:
                    _answers.Add(AnswerAsync(asked.Interaction, CheckAsync(cancellationToken), cancellationToken));
                    break;
                case var concerned when SignInDesk.IsConcerned(concerned):
                    signIns.Take(concerned);
                    break;
                default:
                    await sessions.RouteAsync(happened);
                    break;
            }
        }

        await _answers.WhenAllAsync();
    }

    private async Task AnswerAsync(
        InteractionId interaction, Task<Response> response, CancellationToken cancellationToken)
    {
        try
        {
            await chat.RespondAsync(interaction, await response, cancellationToken);
        }
        catch (Exception exception) when (exception is ChatException or IOException or UnauthorizedAccessException)
        {
            log.NotAnswered(exception);
        }
    }

    private Task<Response> HelpAsync() => Task.FromResult(
        new Response(CommandHelp.Text(chat.Traits.CommandPrefix, CommandCatalogue.All)));

    private async Task<Response> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Requirement> items =
            [.. await requirements.RunAsync(cancellationToken), .. await chat.CheckAsync(cancellationToken)];
        return new Response(RequirementsText.Of(items), IsError: items.Any(item => !item.IsMet));
    }
}
