namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>Discord's clock and sizes of interactions and commands.</summary>
internal static class InteractionLimits
{
    public static readonly TimeSpan FirstCallback = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Token = TimeSpan.FromMinutes(15);

    public const int Choices = 25;
    public const int ChoiceText = 100;
    public const int ModalTitle = 45;
    public const int ModalComponents = 5;
    public const int ModalLabel = 45;
    public const int ModalDescription = 100;
    public const int TextInput = 4000;
    public const int TextInputPlaceholder = 100;

    public const int Commands = 100;
    public const int CommandOptions = 25;
    public const int CommandDescription = 100;
    public const int CommandText = 6000;

    /// <summary>Names, descriptions and choice values of one command.</summary>
    public const int CommandTogether = 8000;

    public const int CommandCreatesADay = 200;
}
