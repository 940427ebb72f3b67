using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.SignIns;

/// <summary>
/// The rules of signing in with an account: what follows from what happens. Pure. Every command, answer and click gets
/// one response, and the link is closed at the end, whatever that is.
/// </summary>
internal static class SignIn
{
    /// <summary>How it begins.</summary>
    /// <param name="name">Its own: letters and digits.</param>
    /// <param name="asker">Who asked for it.</param>
    public static (SignInState State, IReadOnlyList<SignInEffect> Effects) Begin(string name, InteractionId asker) =>
        Start(new SignInState(name) { Asker = asker });

    /// <summary>What becomes of the state, and what is to be done, in this order.</summary>
    public static (SignInState State, IReadOnlyList<SignInEffect> Effects) Step(SignInState state, SignInInput input) =>
        input switch
        {
            SignInInput.CodeEntered entered => TakeCode(state, entered),
            SignInInput.Cancelled(var interaction) => TakeCancelled(state, interaction),
            _ when state.Phase == SignInPhase.Over => (state, []),
            SignInInput.Said(var run, var line) when run == state.Run => TakeLine(state, line),
            SignInInput.Ended(var run, var exitCode) when run == state.Run => TakeEnd(state, exitCode),
            SignInInput.NotStarted(var run, var reason) when run == state.Run => End(state, SignInTexts.Failed(reason)),
            SignInInput.Displaced(var reason) => End(state, reason),
            SignInInput.StatusKnown(var status) when state.Phase == SignInPhase.Proving => TakeStatus(state, status),
            SignInInput.TimerElapsed(var stamp) when stamp == state.Timer => End(state, TooLate(state.Phase)),
            _ => (state, []),
        };

    private static (SignInState, IReadOnlyList<SignInEffect>) Start(SignInState state) => WithTimer(
        state with { Phase = SignInPhase.Preparing }, SignInLimits.Link, new SignInEffect.StartCommand(state.Run));

    private static (SignInState, IReadOnlyList<SignInEffect>) WithTimer(
        SignInState state, TimeSpan due, params IEnumerable<SignInEffect> effects)
    {
        int stamp = state.Timer + 1;
        return (state with { Timer = stamp }, [.. effects, new SignInEffect.SetTimer(due, stamp)]);
    }

    private static (SignInState, IReadOnlyList<SignInEffect>) TakeLine(SignInState state, SignInLine line)
    {
        switch (line)
        {
            case SignInLine.Link(var address) when state is { Phase: SignInPhase.Preparing, Asker: { } asker }:
                var offer = new SignInOffer(state.OfferId, SignInSecret.Code, address);
                return Wait(
                    state with { Offer = offer },
                    // Who brought a code that was refused is there already.
                    state.Refusals == 0
                        ? new SignInEffect.ShowLink(asker, offer)
                        : new SignInEffect.Respond(asker, new Response(SignInTexts.Renewed, Offer: offer)));
            case SignInLine.Incomplete when state is { Phase: SignInPhase.Checking, Asker: { } asker }:
                return Wait(state, Refusal(asker, SignInTexts.Incomplete, state.Offer));
            case SignInLine.Refused or SignInLine.Failed:
                return (state with { Failure = line }, []);
            default:
                return (state, []);
        }
    }

    private static (SignInState, IReadOnlyList<SignInEffect>) Wait(SignInState state, SignInEffect effect) =>
        WithTimer(state with { Phase = SignInPhase.Waiting, Asker = null }, SignInLimits.CodeEntry, effect);

    private static (SignInState, IReadOnlyList<SignInEffect>) TakeCode(
        SignInState state, SignInInput.CodeEntered entered)
    {
        string? refusal = state.Phase switch
        {
            SignInPhase.Over => SignInTexts.Over,
            SignInPhase.Checking or SignInPhase.Proving => SignInTexts.Checking,
            SignInPhase.Preparing => SignInTexts.Preparing,
            _ when entered.Offer != state.OfferId => SignInTexts.UsedUp,
            _ when !IsWhole(entered.Code.Reveal()) => SignInTexts.Incomplete,
            _ => null,
        };
        return refusal is not null
            ? (state, [Refusal(entered.Interaction, refusal, state.Phase == SignInPhase.Waiting ? state.Offer : null)])
            : WithTimer(
                state with { Phase = SignInPhase.Checking, Asker = entered.Interaction }, SignInLimits.Check,
                new SignInEffect.SendCode(entered.Code));
    }

    /// <summary>Something on both sides of a number sign, in one line: the command is not asked about anything else.</summary>
    private static bool IsWhole(string code) =>
        code.Length <= SignInLimits.Code
        && code.IndexOf('#', StringComparison.Ordinal) is var middle && middle > 0 && middle < code.Length - 1
        && code.All(character => character is > ' ' and < '\u007f');

    private static (SignInState, IReadOnlyList<SignInEffect>) TakeCancelled(
        SignInState state, InteractionId interaction)
    {
        if (state.Phase is SignInPhase.Over or SignInPhase.Proving)
        {
            string refusal = state.Phase == SignInPhase.Over ? SignInTexts.Over : SignInTexts.Checking;
            return (state, [Refusal(interaction, refusal)]);
        }
        var (over, effects) = End(state, SignInTexts.Cancelled);
        return (over, [new SignInEffect.Respond(interaction, new Response(SignInTexts.Cancelled)), .. effects]);
    }

    private static (SignInState, IReadOnlyList<SignInEffect>) TakeEnd(SignInState state, int exitCode)
    {
        switch (state)
        {
            case { Phase: SignInPhase.Checking } when exitCode == 0:
                // What it asks for is bounded by itself.
                return (
                    state with { Phase = SignInPhase.Proving, Timer = state.Timer + 1 },
                    [new SignInEffect.ProveAccount()]);
            case { Phase: SignInPhase.Checking, Failure: SignInLine.Refused, Refusals: < SignInLimits.Refusals - 1 }:
                var (anew, effects) = Start(state with
                {
                    Run = state.Run + 1,
                    Refusals = state.Refusals + 1,
                    Failure = null,
                    Offer = null,
                });
                return (anew, [new SignInEffect.CloseLink(SignInTexts.UsedUp, WasTold: true), .. effects]);
            case { Failure: SignInLine.Refused }:
                return End(state, SignInTexts.NotAccepted);
            case { Failure: SignInLine.Failed(var reason) }:
                return End(state, SignInTexts.Failed(reason));
            case { Phase: SignInPhase.Proving }:
                return (state, []);
            default:
                return End(
                    state, state.Phase == SignInPhase.Preparing ? SignInTexts.NoLink : SignInTexts.EndedByItself);
        }
    }

    private static (SignInState, IReadOnlyList<SignInEffect>) TakeStatus(SignInState state, AccountStatus status)
    {
        if (!status.IsSignedIn)
            return End(state, SignInTexts.Unproven);
        string text = SignInTexts.SignedIn(status.Email);
        var close = new SignInEffect.CloseLink(text, WasTold: true);
        return (
            state with { Phase = SignInPhase.Over, Asker = null },
            state.Asker is { } asker ? [new SignInEffect.Respond(asker, new Response(text)), close] : [close]);
    }

    private static (SignInState, IReadOnlyList<SignInEffect>) End(SignInState state, string reason)
    {
        var over = state with { Phase = SignInPhase.Over, Asker = null };
        return state.Asker is { } asker
            ? (over, [Refusal(asker, reason), new SignInEffect.CloseLink(reason, WasTold: true)])
            : (over, [new SignInEffect.CloseLink(reason, WasTold: reason == SignInTexts.Cancelled)]);
    }

    private static string TooLate(SignInPhase phase) => phase switch
    {
        SignInPhase.Preparing => SignInTexts.NoLink,
        SignInPhase.Waiting => SignInTexts.Late,
        _ => SignInTexts.NoAnswer,
    };

    private static SignInEffect.Respond Refusal(InteractionId interaction, string text, SignInOffer? offer = null) =>
        new(interaction, new Response(text, IsError: true, Offer: offer));
}
