namespace Codesmith.Supervisor.Sessions.Storage;

/// <summary>
/// The tables, as the steps that lead to them: a database whose version is N has had the first N. A step that was ever
/// released stays as it is; a change is one more.
/// </summary>
internal static class SessionSchema
{
    /// <summary>In SQL, each run as one transaction.</summary>
    internal static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE session (
            user         TEXT NOT NULL PRIMARY KEY,
            channel      TEXT NOT NULL,
            is_shared    INTEGER NOT NULL,             -- whether others write in the channel, too
            conversation TEXT,                         -- a UUID; null where the next start begins a new one
            model        TEXT,                         -- null for the agent's own choice
            is_running   INTEGER NOT NULL,             -- whether the next prompt starts it again
            panel        TEXT,                         -- the post with the status; null if there is none
            last_message TEXT                          -- the last message that was taken; null if there is none
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE prompt (
            user         TEXT NOT NULL REFERENCES session (user) ON DELETE CASCADE,
            position     INTEGER NOT NULL,             -- the smallest is the oldest
            message      TEXT NOT NULL,                -- the user's message
            text         TEXT NOT NULL,
            was_sent     INTEGER NOT NULL,             -- whether the agent may have it already
            folder       TEXT NOT NULL,                -- of its files; empty if there are none
            files        TEXT NOT NULL CHECK (json_valid(files)),   -- their names
            are_kept     INTEGER NOT NULL,             -- whether the files are with us
            PRIMARY KEY (user, position),
            UNIQUE (user, message)
        ) STRICT, WITHOUT ROWID;
        """,
    ];
}
