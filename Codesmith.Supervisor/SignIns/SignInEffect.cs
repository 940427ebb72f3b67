using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.SignIns;

/// <summary>Something to be done for a sign-in. A closed union, performed in order.</summary>
internal abstract record SignInEffect
{
    private SignInEffect()
    {
    }

    /// <summary>Start the command, once nothing is left of the one before.</summary>
    internal sealed record StartCommand(int Run) : SignInEffect;

    /// <summary>Enter the code.</summary>
    internal sealed record SendCode(Secret Code) : SignInEffect;

    /// <summary>
    /// Ask whether somebody is signed in and, if so, remember and use it. Comes back as
    /// <see cref="SignInInput.StatusKnown"/>, or <see cref="SignInInput.Displaced"/> if it could not be stored.
    /// </summary>
    internal sealed record ProveAccount : SignInEffect;

    /// <summary>Bring the link to the user where only they read it, and tell the asker where that is.</summary>
    internal sealed record ShowLink(InteractionId Asker, SignInOffer Offer) : SignInEffect;

    /// <summary>Respond to a command, an answer or a click.</summary>
    internal sealed record Respond(InteractionId Interaction, Response Response) : SignInEffect;

    /// <summary>Take the means to go on away from where the link was brought.</summary>
    /// <param name="Reason">One line.</param>
    /// <param name="WasTold">Whether somebody got it as a response, too.</param>
    internal sealed record CloseLink(string Reason, bool WasTold) : SignInEffect;

    /// <summary>Set the timer. One that is set already elapses with an older stamp, which does not count.</summary>
    internal sealed record SetTimer(TimeSpan Due, int Stamp) : SignInEffect;
}
