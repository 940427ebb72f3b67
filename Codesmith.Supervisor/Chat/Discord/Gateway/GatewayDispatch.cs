namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>An event, as Discord sent it.</summary>
/// <param name="Name">Such as MESSAGE_CREATE.</param>
/// <param name="Data">The value of <c>d</c>: one complete JSON value in valid UTF-8.</param>
/// <param name="Sequence">Its number in the session.</param>
internal sealed record GatewayDispatch(string Name, ReadOnlyMemory<byte> Data, long Sequence);
