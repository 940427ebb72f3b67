namespace Codesmith.Tests.Doubles.Discord.Rules;

internal static class ComponentKindTraits
{
    public static bool IsSelect(this ComponentKind kind) =>
        kind is ComponentKind.StringSelect or >= ComponentKind.UserSelect and <= ComponentKind.ChannelSelect;
}
