using System.Threading.Channels;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.SignIns;

/// <summary>Runs one sign-in with an account: takes what happens from one mailbox and performs what follows.</summary>
internal sealed partial class SignInFlow
{
    private readonly SignInServices _services;
    private readonly UserId _user;
    private readonly ChannelId _from;
    private readonly CancellationToken _ending;
    private readonly Channel<SignInInput> _mailbox = Channel.CreateUnbounded<SignInInput>(new() { SingleReader = true });
    private IAccountCommand? _command;
    private (PostPlace Place, PostId Post)? _link;
    private CancellationToken _over;

    /// <param name="services">What it runs with.</param>
    /// <param name="asked">The command that wants it.</param>
    /// <param name="before">Done when nothing is left of what the user did before.</param>
    /// <param name="ending">The end of the program: nobody waits any more.</param>
    public SignInFlow(SignInServices services, InteractionEvent asked, Task before, CancellationToken ending)
    {
        (_services, _user, _from, _ending) = (services, asked.User, asked.Channel, ending);
        Completion = Task.Run(() => RunAsync(asked.Interaction, before), CancellationToken.None);
    }

    /// <summary>Done when it is over and nothing of it is left. Never faults.</summary>
    public Task Completion { get; }

    /// <summary>Something happened. False if it is over.</summary>
    public bool Take(SignInInput input) => _mailbox.Writer.TryWrite(input);

    private async Task RunAsync(InteractionId asker, Task before)
    {
        try
        {
            await before;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_ending);
            _over = over.Token;
            var (state, effects) = SignIn.Begin(_services.NewName(), asker);
            await PerformAsync(effects);
            while (state.Phase != SignInPhase.Over)
                state = await StepAsync(state, await _mailbox.Reader.ReadAsync(_ending));
            // Nobody who got something into the mailbox is left without an answer.
            _mailbox.Writer.TryComplete();
            while (_mailbox.Reader.TryRead(out var late))
                state = await StepAsync(state, late);
            await over.CancelAsync();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            LogGivenUp(_services.Logger, _user);
        }
        catch (Exception exception)
        {
            LogBroken(_services.Logger, exception, _user);
        }
        _mailbox.Writer.TryComplete();
        await EndCommandAsync();
    }

    private async Task<SignInState> StepAsync(SignInState state, SignInInput input)
    {
        var (next, effects) = SignIn.Step(state, input);
        await PerformAsync(effects);
        return next;
    }

    private async Task PerformAsync(IReadOnlyList<SignInEffect> effects)
    {
        foreach (var effect in effects)
        {
            try
            {
                await PerformAsync(effect);
            }
            catch (ChatException exception)
            {
                // One thing that the chat does not take is the loss of that thing.
                LogNotTold(_services.Logger, exception, _user);
            }
        }
    }

    private async Task PerformAsync(SignInEffect effect)
    {
        switch (effect)
        {
            case SignInEffect.StartCommand(var run):
                await EndCommandAsync();
                await StartCommandAsync(run);
                break;
            case SignInEffect.SendCode(var code):
                if (_command is not null)
                    await _command.SendAsync(code, _ending);
                break;
            case SignInEffect.ProveAccount:
                await EndCommandAsync();
                Take(await ProveAccountAsync());
                break;
            case SignInEffect.ShowLink(var asker, var offer):
                await ShowLinkAsync(asker, offer);
                break;
            case SignInEffect.Respond(var interaction, var response):
                await _services.Chat.RespondAsync(interaction, response, _ending);
                break;
            case SignInEffect.CloseLink(var reason, var wasTold):
                await CloseLinkAsync(reason, wasTold);
                break;
            case SignInEffect.SetTimer(var due, var stamp):
                _ = ElapseAsync(due, stamp, _over);
                break;
        }
    }

    private async Task StartCommandAsync(int run)
    {
        try
        {
            _command = await _services.Commands.StartAsync(_user, AccountCommand.SignIn, line =>
            {
                if (SignInLine.Read(line) is { } said)
                    Take(new SignInInput.Said(run, said));
            });
            _ = WatchAsync(_command, run);
        }
        catch (WorkerLostException exception)
        {
            Take(new SignInInput.NotStarted(run, exception.Message));
        }
    }

    private async Task WatchAsync(IAccountCommand command, int run) =>
        Take(new SignInInput.Ended(run, await command.Ended));

    /// <summary>Where the user takes no direct messages, the response to what they asked brings the link itself.</summary>
    private async Task ShowLinkAsync(InteractionId asker, SignInOffer offer)
    {
        try
        {
            var opened = await _services.Chat.OpenChannelAsync(_user, ChannelPlace.Direct, _from, _ending);
            var place = new PostPlace(opened.Channel.Id, _user);
            string nonce = _services.NewName();
            nonce = nonce[..Math.Min(nonce.Length, ChatTraits.NonceCharacters)];
            _link = (place, await _services.Chat.CreatePostAsync(
                place, nonce, new SignInPost(SignInTexts.Open, offer), _ending));
        }
        catch (ChatException exception)
        {
            LogNotDirect(_services.Logger, exception, _user);
            await _services.Chat.RespondAsync(asker, new Response(SignInTexts.Open, Offer: offer), _ending);
            return;
        }
        string where = _link.Value.Place.Channel == _from ? "" : SignInTexts.LookThere;
        await _services.Chat.RespondAsync(asker, new Response(where), _ending);
    }

    private async Task CloseLinkAsync(string reason, bool wasTold)
    {
        if (_link is not { } link)
            return;
        var (place, post) = link;
        _link = null;
        // Where the responses are is no need to say it twice.
        string text = wasTold && place.Channel == _from ? "" : reason;
        await _services.Chat.EditPostAsync(place, post, () => new SignInPost(text, Offer: null), _ending);
    }

    private async Task<SignInInput> ProveAccountAsync()
    {
        var errand = await AccountErrand.RunAsync(_services, _user, AccountCommand.Status, _ending);
        var status = AccountStatus.Read(errand.Lines);
        if (!status.IsSignedIn)
            return new SignInInput.StatusKnown(status);
        try
        {
            _services.Store.Change(_user, stored => stored with { HasAccount = true });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotStored(_services.Logger, exception, _user);
            return new SignInInput.Displaced(SignInTexts.NotStored);
        }
        await _services.Changed(_user);
        return new SignInInput.StatusKnown(status);
    }

    private async Task EndCommandAsync()
    {
        if (_command is not { } command)
            return;
        _command = null;
        await command.DisposeAsync();
    }

    private async Task ElapseAsync(TimeSpan due, int stamp, CancellationToken over)
    {
        await Task.Delay(due, _services.Clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Take(new SignInInput.TimerElapsed(stamp));
    }

    [LoggerMessage(LogLevel.Debug, "The sign-in of {User} was given up at the end")]
    private static partial void LogGivenUp(ILogger logger, UserId user);

    [LoggerMessage(LogLevel.Error, "The sign-in of {User} failed in a way nobody foresaw")]
    private static partial void LogBroken(ILogger logger, Exception exception, UserId user);

    [LoggerMessage(LogLevel.Information, "{User} cannot be written to directly: the response brings the link")]
    private static partial void LogNotDirect(ILogger logger, ChatException exception, UserId user);

    [LoggerMessage(LogLevel.Warning, "The chat did not take something about the sign-in of {User}")]
    private static partial void LogNotTold(ILogger logger, ChatException exception, UserId user);

    [LoggerMessage(LogLevel.Error, "That {User} is signed in could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception exception, UserId user);
}
