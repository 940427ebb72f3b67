namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>Why a connection ended, by what follows from it. A closed union.</summary>
/// <param name="Reason">One sentence, without anything that the other side wrote.</param>
internal abstract record GatewayEnd(string Reason)
{
    /// <summary>The session lives on: connect again and resume it, or identify if there is none.</summary>
    /// <param name="Reason">One sentence.</param>
    /// <param name="Pace">How soon.</param>
    internal sealed record Resume(string Reason, ResumePace Pace = ResumePace.AtOnce) : GatewayEnd(Reason);

    /// <summary>The session is gone: connect again and identify.</summary>
    internal sealed record Identify(string Reason) : GatewayEnd(Reason);

    /// <summary>Every further try would end the same way; the reason tells the operator what to do.</summary>
    internal sealed record Fatal(string Reason) : GatewayEnd(Reason);
}

/// <summary>How soon a session may be resumed.</summary>
internal enum ResumePace
{
    /// <summary>At once, unless it was lost as soon as it was reached.</summary>
    AtOnce,

    /// <summary>After the pause that Discord asks for when it does not take a session.</summary>
    Later,

    /// <summary>After a longer one: we were too fast.</summary>
    Slowly,
}
