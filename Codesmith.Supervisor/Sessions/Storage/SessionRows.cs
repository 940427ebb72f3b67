using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Codesmith.Supervisor.Chat;
using Microsoft.Data.Sqlite;

namespace Codesmith.Supervisor.Sessions.Storage;

/// <summary>A <see cref="SavedSession"/> as rows of the tables of <see cref="SessionSchema"/>.</summary>
internal static partial class SessionRows
{
    internal static IReadOnlyList<SavedSession> Read(SqliteConnection database)
    {
        var prompts = ReadPrompts(database);
        var sessions = new List<SavedSession>();
        using SqliteCommand select = Command(
            database,
            "SELECT user, channel, is_shared, conversation, model, is_running, panel, last_message FROM session ORDER BY user");
        using SqliteDataReader row = select.ExecuteReader();
        while (row.Read())
        {
            string user = row.GetString(0);
            sessions.Add(new SavedSession(
                new UserId(user), new SessionChannel(new ChannelId(row.GetString(1)), row.GetBoolean(2)))
            {
                ConversationId = Text(row, 3),
                Model = Text(row, 4),
                IsRunning = row.GetBoolean(5),
                Panel = Text(row, 6) is { } panel ? new PostId(panel) : null,
                LastMessage = Text(row, 7) is { } message ? new MessageId(message) : null,
                Prompts = [.. prompts[user]],
            });
        }

        return sessions;
    }

    /// <summary>Replaces what is stored of the session's user. Within a transaction.</summary>
    internal static void Write(SqliteConnection database, SavedSession session)
    {
        string user = session.User.Value;
        Run(
            database,
            """
            INSERT INTO session (user, channel, is_shared, conversation, model, is_running, panel, last_message)
            VALUES ($user, $channel, $is_shared, $conversation, $model, $is_running, $panel, $last_message)
            ON CONFLICT (user) DO UPDATE SET
                channel = excluded.channel, is_shared = excluded.is_shared, conversation = excluded.conversation,
                model = excluded.model, is_running = excluded.is_running, panel = excluded.panel,
                last_message = excluded.last_message
            """,
            ("$user", user), ("$channel", session.Channel.Id.Value), ("$is_shared", session.Channel.IsShared),
            ("$conversation", session.ConversationId), ("$model", session.Model), ("$is_running", session.IsRunning),
            ("$panel", session.Panel?.Value), ("$last_message", session.LastMessage?.Value));
        Run(database, "DELETE FROM prompt WHERE user = $user", ("$user", user));
        foreach ((int position, SavedPrompt prompt) in session.Prompts.Index())
        {
            Run(
                database,
                """
                INSERT INTO prompt (user, position, message, text, was_sent, folder, files, are_kept)
                VALUES ($user, $position, $message, $text, $was_sent, $folder, $files, $are_kept)
                """,
                ("$user", user), ("$position", position), ("$message", prompt.Message.Value), ("$text", prompt.Text),
                ("$was_sent", prompt.WasSent), ("$folder", prompt.Attachments.Folder),
                ("$files", JsonSerializer.Serialize(prompt.Attachments.Names, NamesJson.Default.ImmutableListString)),
                ("$are_kept", prompt.Attachments.AreKept));
        }
    }

    private static ILookup<string, SavedPrompt> ReadPrompts(SqliteConnection database)
    {
        var prompts = new List<(string User, SavedPrompt Prompt)>();
        using SqliteCommand select = Command(
            database,
            "SELECT user, message, text, was_sent, folder, files, are_kept FROM prompt ORDER BY user, position");
        using SqliteDataReader row = select.ExecuteReader();
        while (row.Read())
        {
            var names = JsonSerializer.Deserialize(row.GetString(5), NamesJson.Default.ImmutableListString);
            prompts.Add((row.GetString(0), new SavedPrompt(
                new MessageId(row.GetString(1)), row.GetString(2),
                new AttachedFiles(row.GetString(4), names ?? [], row.GetBoolean(6)), row.GetBoolean(3))));
        }

        return prompts.ToLookup(prompt => prompt.User, prompt => prompt.Prompt);
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static void Run(SqliteConnection database, string sql, params IEnumerable<(string Name, object? Value)> values)
    {
        using SqliteCommand command = Command(database, sql, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(
        SqliteConnection database, string sql, params IEnumerable<(string Name, object? Value)> values)
    {
        SqliteCommand command = database.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in values)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    [JsonSerializable(typeof(ImmutableList<string>))]
    private sealed partial class NamesJson : JsonSerializerContext;
}
