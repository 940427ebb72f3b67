namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>A request that got no answer.</summary>
internal sealed class TransportException(string message, bool mayHaveArrived, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Whether it may have done its work all the same.</summary>
    public bool MayHaveArrived { get; } = mayHaveArrived;
}
