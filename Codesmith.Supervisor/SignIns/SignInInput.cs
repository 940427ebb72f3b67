using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.SignIns;

/// <summary>Something a sign-in reacts to. A closed union.</summary>
internal abstract record SignInInput
{
    private SignInInput()
    {
    }

    /// <summary>The command said something.</summary>
    internal sealed record Said(int Run, SignInLine Line) : SignInInput;

    /// <summary>The command is over.</summary>
    internal sealed record Ended(int Run, int ExitCode) : SignInInput;

    /// <summary>The command could not be started; the reason is one line.</summary>
    internal sealed record NotStarted(int Run, string Reason) : SignInInput;

    /// <summary>The user brought a code.</summary>
    internal sealed record CodeEntered(InteractionId Interaction, string Offer, Secret Code) : SignInInput;

    /// <summary>The user gave it up.</summary>
    internal sealed record Cancelled(InteractionId Interaction) : SignInInput;

    /// <summary>Something else made it void; the reason is one line.</summary>
    internal sealed record Displaced(string Reason) : SignInInput;

    /// <summary>The status that was asked for.</summary>
    internal sealed record StatusKnown(AccountStatus Status) : SignInInput;

    /// <summary>The timer elapsed; one that was set anew meanwhile has another stamp.</summary>
    internal sealed record TimerElapsed(int Stamp) : SignInInput;
}
