namespace Codesmith.Supervisor.Egress;

/// <summary>How much of the network sandboxes see.</summary>
internal enum EgressMode
{
    /// <summary>Nothing but the model.</summary>
    Isolated,

    /// <summary>Public hosts that are listed, or that a user allows.</summary>
    AllowList,

    /// <summary>Every public host.</summary>
    Open,
}
