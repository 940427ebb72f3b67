namespace Codesmith.Supervisor.Sessions;

/// <summary>Keeps what a restart of the program needs. Calls throw <see cref="IOException"/> if they cannot.</summary>
internal interface ISessionStore
{
    /// <summary>All that is stored and can be read; what is broken is set aside.</summary>
    Task<IReadOnlyList<SavedSession>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces what is stored of the session's user. Whole or not at all, also if the machine stops.</summary>
    Task SaveAsync(SavedSession session, CancellationToken cancellationToken);
}
