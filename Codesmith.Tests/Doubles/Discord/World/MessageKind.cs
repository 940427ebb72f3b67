namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>Discord's numbers.</summary>
internal enum MessageKind
{
    Plain = 0,
    PinNotice = 6,
    ThreadCreated = 18,
    Reply = 19,
    CommandResponse = 20,
    ThreadStarter = 21,
}
