namespace Codesmith.Protocol;

/// <summary>The keys by which any screen of the agent can be left or operated.</summary>
public enum AgentKey
{
    /// <summary>Enter.</summary>
    Enter,

    /// <summary>Escape.</summary>
    Escape,

    /// <summary>Cursor up.</summary>
    Up,

    /// <summary>Cursor down.</summary>
    Down,

    /// <summary>Tabulator.</summary>
    Tab,

    /// <summary>Space bar.</summary>
    Space,

    /// <summary>The digit 1.</summary>
    One,

    /// <summary>The digit 2.</summary>
    Two,

    /// <summary>The digit 3.</summary>
    Three,

    /// <summary>The digit 4.</summary>
    Four,
}
