using System.Collections.Concurrent;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Commands;
using Codesmith.Supervisor.Credentials;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.SignIns;

/// <summary>Signs users in and out: one thing at a time for each, whoever else is at it. Nothing is waited for.</summary>
/// <param name="services">What it works with.</param>
/// <param name="isOpen">Whether there is anything to sign in to.</param>
internal sealed partial class SignInDesk(SignInServices services, bool isOpen) : IAsyncDisposable
{
    /// <summary>What the form for a key is known by: it can be filled in at any time, and again.</summary>
    private const string KeyOffer = "key";

    private static readonly SignInOffer AskForKey = new(KeyOffer, SignInSecret.Key, Link: null);

    private readonly ConcurrentDictionary<UserId, Visit> _visits = [];
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Whether this is for the desk.</summary>
    public static bool IsConcerned(ChatEvent happened) =>
        happened is SignInEntered or SignInCancelled
            or CommandInvoked { Name: CommandCatalogue.Login or CommandCatalogue.Logout };

    /// <summary>Deals with what <see cref="IsConcerned"/> says yes to. Called by one caller at a time.</summary>
    public void Take(ChatEvent happened)
    {
        switch (happened)
        {
            case InteractionEvent asked when !isOpen:
                Begin(asked, () => RespondAsync(asked, new Response(SignInTexts.NotInDemo)));
                break;
            case CommandInvoked { Name: CommandCatalogue.Logout } command:
                Displace(command.User, SignInTexts.SignedOutMeanwhile);
                Begin(command, () => SignOutAsync(command));
                break;
            case CommandInvoked command when IsForKey(command):
                Begin(command, () => RespondAsync(command, new Response(SignInTexts.EnterKey, Offer: AskForKey)));
                break;
            case CommandInvoked command:
                Displace(command.User, SignInTexts.Replaced);
                var before = _visits.TryGetValue(command.User, out var last) ? last.Done : Task.CompletedTask;
                var flow = new SignInFlow(services, command, before, _ending.Token);
                _visits[command.User] = new Visit(flow.Completion, flow);
                break;
            case SignInEntered { Offer: KeyOffer } entered:
                Begin(entered, () => TakeKeyAsync(entered));
                break;
            case SignInCancelled { Offer: KeyOffer } cancelled:
                Begin(cancelled, () => RespondAsync(cancelled, new Response(SignInTexts.KeyCancelled)));
                break;
            case SignInEntered entered:
                Pass(entered, new SignInInput.CodeEntered(entered.Interaction, entered.Offer, entered.Entered));
                break;
            case SignInCancelled cancelled:
                Pass(cancelled, new SignInInput.Cancelled(cancelled.Interaction));
                break;
        }
    }

    /// <summary>Ends all that is under way, within bounds; whoever waits for it is told.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
            return;
        foreach (var user in _visits.Keys)
            Displace(user, SignInTexts.ShuttingDown);
        var done = Task.WhenAll(_visits.Values.Select(visit => visit.Done));
        using (var bound = new CancellationTokenSource(SignInLimits.LastWords, services.Clock))
            await done.WaitAsync(bound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ending.CancelAsync();
        await done;
        _ending.Dispose();
    }

    private static bool IsForKey(CommandInvoked command) =>
        command.Arguments.TryGetValue(CommandCatalogue.LoginMethod, out string? method)
        && method == CommandCatalogue.Key;

    private void Displace(UserId user, string reason)
    {
        if (_visits.TryGetValue(user, out var visit))
            visit.Flow?.Take(new SignInInput.Displaced(reason));
    }

    private void Pass(InteractionEvent happened, SignInInput input)
    {
        if (!_visits.TryGetValue(happened.User, out var visit) || visit.Flow?.Take(input) != true)
            Begin(happened, () => RespondAsync(happened, new Response(SignInTexts.Over, IsError: true)));
    }

    /// <summary>
    /// Does something for the user. It waits for what was begun before, but for a sign-in, which waits for the user.
    /// </summary>
    private void Begin(InteractionEvent happened, Func<Task> act)
    {
        _visits.TryGetValue(happened.User, out var last);
        bool waits = happened is CommandInvoked { Name: CommandCatalogue.Logout } || last?.Flow is null;
        var done = ActAsync(happened.User, waits ? last?.Done : null, act);
        _visits[happened.User] = waits
            ? new Visit(done, Flow: null)
            : last! with { Done = Task.WhenAll(last!.Done, done) };
    }

    private async Task ActAsync(UserId user, Task? before, Func<Task> act)
    {
        try
        {
            // Never on the thread of the one who reads the chat.
            await Task.Yield();
            if (before is not null)
                await before;
            await act();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            LogGivenUp(services.Logger, user);
        }
        catch (Exception exception)
        {
            LogFailed(services.Logger, exception, user);
        }
    }

    private async Task TakeKeyAsync(SignInEntered entered)
    {
        var key = new Secret(entered.Entered.Reveal().Trim());
        if (ApiKeyForm.MistakeIn(key.Reveal()) is { } mistake)
        {
            await RespondAsync(entered, new Response(mistake, IsError: true, Offer: AskForKey));
            return;
        }
        var finding = await services.CheckKey(key, _ending.Token);
        if (finding.IsRefused)
        {
            await RespondAsync(entered, new Response(SignInTexts.KeyRefused, IsError: true, Offer: AskForKey));
            return;
        }
        bool isStored = await ChangeAsync(entered.User, stored => stored with { Key = key }) is not null;
        await RespondAsync(entered, isStored
            ? new Response(SignInTexts.KeyStored(finding.Doubt))
            : new Response(SignInTexts.NotStored, IsError: true));
    }

    private async Task SignOutAsync(CommandInvoked command)
    {
        // First of all: whatever else fails, nothing uses them any more.
        var had = await ChangeAsync(command.User, _ => StoredCredentials.None);
        var signedOut = await AccountErrand.RunAsync(services, command.User, AccountCommand.SignOut, _ending.Token);
        var forgotten = await AccountErrand.RunAsync(services, command.User, AccountCommand.Forget, _ending.Token);
        bool isConfirmed = signedOut.ExitCode == 0
            && !signedOut.Lines.Any(line => line.Contains("didn't confirm", StringComparison.Ordinal));
        var response = had switch
        {
            null => new Response(SignInTexts.NotStored, IsError: true),
            _ when forgotten.ExitCode != 0 => new Response(SignInTexts.NotForgotten, IsError: true),
            { HasAccount: true } when !isConfirmed => new Response(
                $"{SignInTexts.Removed(account: true, had.Key is not null)} {SignInTexts.NotConfirmed}"),
            _ => new Response(SignInTexts.Removed(had.HasAccount, had.Key is not null)),
        };
        await RespondAsync(command, response);
    }

    /// <returns>What the user had; null if it could not be changed.</returns>
    private async Task<StoredCredentials?> ChangeAsync(UserId user, Func<StoredCredentials, StoredCredentials> change)
    {
        try
        {
            var had = services.Store.Change(user, change);
            await services.Changed(user);
            return had;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotStored(services.Logger, exception, user);
            return null;
        }
    }

    private Task RespondAsync(InteractionEvent to, Response response) =>
        services.Chat.RespondAsync(to.Interaction, response, _ending.Token);

    /// <summary>What the desk does for one user.</summary>
    /// <param name="Done">Done when nothing of it is left. Never faults.</param>
    /// <param name="Flow">The sign-in with an account that is under way; null for something else.</param>
    private sealed record Visit(Task Done, SignInFlow? Flow);

    [LoggerMessage(LogLevel.Debug, "Something that {User} wanted of the sign-in was given up at the end")]
    private static partial void LogGivenUp(ILogger logger, UserId user);

    [LoggerMessage(LogLevel.Error, "What {User} wanted of the sign-in was not done")]
    private static partial void LogFailed(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(LogLevel.Error, "What {User} signed in with could not be changed")]
    private static partial void LogNotStored(ILogger logger, Exception exception, UserId user);
}
