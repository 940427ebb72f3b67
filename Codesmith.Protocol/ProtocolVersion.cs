namespace Codesmith.Protocol;

/// <summary>The version of this contract. Any change of a record, a call or a meaning raises it.</summary>
public static class ProtocolVersion
{
    /// <summary>The one version this build speaks.</summary>
    public const int Current = 3;
}
