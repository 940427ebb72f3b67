namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>The network did not do what was asked. The message is one sentence for the log.</summary>
internal sealed class GatewaySocketException : Exception
{
    public GatewaySocketException(string message)
        : base(message)
    {
    }

    public GatewaySocketException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
