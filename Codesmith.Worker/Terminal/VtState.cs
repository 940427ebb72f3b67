namespace Codesmith.Worker.Terminal;

/// <summary>The states of Paul Williams' diagram of a DEC ANSI parser; colons are parameters, as ISO 8613-6 has them.</summary>
internal enum VtState : byte
{
    Ground,
    Escape,
    EscapeIntermediate,
    CsiEntry,
    CsiParameter,
    CsiIntermediate,
    CsiIgnore,
    DcsEntry,
    DcsParameter,
    DcsIntermediate,
    DcsPassthrough,
    DcsIgnore,
    OscString,
    SosPmApcString,
}
