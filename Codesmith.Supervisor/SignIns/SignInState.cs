using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.SignIns;

/// <summary>All that a sign-in knows. Changed by <see cref="SignIn.Step"/> alone.</summary>
/// <param name="Name">Its own: letters and digits.</param>
internal sealed record SignInState(string Name)
{
    public SignInPhase Phase { get; init; } = SignInPhase.Preparing;

    /// <summary>Which command it is: one more for each new link.</summary>
    public int Run { get; init; } = 1;

    /// <summary>Who waits for a response; null for nobody.</summary>
    public InteractionId? Asker { get; init; }

    /// <summary>Codes that were refused.</summary>
    public int Refusals { get; init; }

    /// <summary>The last that the command said of a failure.</summary>
    public SignInLine? Failure { get; init; }

    /// <summary>The stamp of the timer that counts: one more for each that was set.</summary>
    public int Timer { get; init; }

    /// <summary>What the user has to go on with; null before there is a link.</summary>
    public SignInOffer? Offer { get; init; }

    /// <summary>What an answer has to name.</summary>
    public string OfferId => $"{Name}.{Run}";
}

/// <summary>How far a sign-in got.</summary>
internal enum SignInPhase
{
    /// <summary>There is no link yet.</summary>
    Preparing,

    /// <summary>The user has the link, and will bring a code.</summary>
    Waiting,

    /// <summary>A code was entered.</summary>
    Checking,

    /// <summary>The command says that it is done.</summary>
    Proving,

    /// <summary>Nothing more will come of it.</summary>
    Over,
}
