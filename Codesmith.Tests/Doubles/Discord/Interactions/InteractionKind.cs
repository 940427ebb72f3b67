namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>Discord's numbers.</summary>
internal enum InteractionKind
{
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}
