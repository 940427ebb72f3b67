namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>
/// Discord refuses the bot, and would again: only the operator can mend it, and the message tells them how. Thrown by
/// whoever asks for the <see cref="GatewayAddress"/>, when the token is no good.
/// </summary>
internal sealed class GatewayRefusedException(string message) : Exception(message);
