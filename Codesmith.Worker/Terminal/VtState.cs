namespace Codesmith.Worker.Terminal;

/// <summary>
/// The states of Paul Williams' diagram of a DEC ANSI parser. Control sequences and device control strings begin alike,
/// so they share the states that read their parameters.
/// </summary>
internal enum VtState : byte
{
    Ground,
    Escape,
    EscapeIntermediate,
    Entry,
    Parameter,
    Intermediate,
    Ignore,
    DcsPassthrough,
    OscString,

    /// <summary>SOS, PM, APC, and a device control string that is not well-formed: read for nothing.</summary>
    IgnoredString,
}
