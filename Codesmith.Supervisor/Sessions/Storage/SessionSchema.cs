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
            channel_kind TEXT,                         -- what the chat calls it; null where it has but one kind
            conversation TEXT,                         -- a UUID; null before the first start
            model        TEXT,                         -- null for the agent's own choice
            was_running  INTEGER NOT NULL DEFAULT 0,   -- whether a restart of the program is to start it again
            panel_post   TEXT,                         -- the post with the status; null if there is none
            last_message TEXT                          -- the newest message seen: what is older is not read again
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE prompt (
            user         TEXT NOT NULL REFERENCES session (user) ON DELETE CASCADE,
            position     INTEGER NOT NULL,             -- the smallest is sent first
            message      TEXT NOT NULL,                -- the user's: taken once, however often the chat tells of it
            text         TEXT NOT NULL,
            state        TEXT NOT NULL,                -- how far it got
            attachments  TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments)),
            PRIMARY KEY (user, position),
            UNIQUE (user, message)
        ) STRICT, WITHOUT ROWID;
        """,
    ];
}
