namespace Codesmith.Supervisor.Sessions;

/// <summary>What a user says about a host that something in their sandbox wants to reach.</summary>
internal enum HostVerdict
{
    /// <summary>It may be reached.</summary>
    Allowed,

    /// <summary>It may not, in the whole session.</summary>
    Denied,

    /// <summary>They did not say, and are not asked again for a while.</summary>
    Unanswered,

    /// <summary>They are being asked about others.</summary>
    TooManyQuestions,

    /// <summary>No agent of theirs is running.</summary>
    NoSession,
}
