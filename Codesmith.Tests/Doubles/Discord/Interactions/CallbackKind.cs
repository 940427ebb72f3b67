namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>Discord's numbers.</summary>
internal enum CallbackKind
{
    Reply = 4,
    Defer = 5,
    DeferUpdate = 6,
    Update = 7,
    Choices = 8,
    Modal = 9,
}
