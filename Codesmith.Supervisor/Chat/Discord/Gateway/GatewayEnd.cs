namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>Why a connection ended, by what follows from it. A closed union.</summary>
/// <param name="Reason">One sentence, without anything that the other side wrote.</param>
internal abstract record GatewayEnd(string Reason)
{
    /// <summary>The session lives on: connect again and resume it, or identify if there is none.</summary>
    /// <param name="Reason">One sentence.</param>
    /// <param name="Slowly">Whether we were too fast: the longest pause comes first.</param>
    internal sealed record Resume(string Reason, bool Slowly = false) : GatewayEnd(Reason);

    /// <summary>The session is gone: connect again and identify.</summary>
    internal sealed record Identify(string Reason) : GatewayEnd(Reason);

    /// <summary>Every further try would end the same way; the reason tells the operator what to do.</summary>
    internal sealed record Fatal(string Reason) : GatewayEnd(Reason);
}
