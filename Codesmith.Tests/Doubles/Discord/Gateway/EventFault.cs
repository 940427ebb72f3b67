namespace Codesmith.Tests.Doubles.Discord.Gateway;

internal enum EventFault
{
    Lost,
    Duplicated,

    /// <summary>Comes after the event that follows it.</summary>
    Delayed,
}
