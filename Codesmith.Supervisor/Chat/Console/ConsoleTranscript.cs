namespace Codesmith.Supervisor.Chat.Console;

/// <summary>
/// Turns posts, which change as the agent goes on, into items that are written once. An item is held back while an
/// answer before it is still a preview, so that the order on the console is the order of the posts. What cannot wait
/// (notices, questions) first releases what is held.
/// </summary>
internal sealed class ConsoleTranscript(TimeProvider time)
{
    /// <summary>
    /// Posts that can still change. Older ones are history: an edit of one is ignored. Far more than a turn's posts
    /// that are edited at all, so it only bounds the memory of a long session.
    /// </summary>
    private const int RememberedPosts = 256;

    private readonly List<Entry> _entries = [];

    /// <summary>The session's status, once it was posted.</summary>
    internal Panel? Panel { get; private set; }

    /// <summary>The tool call that runs, and since when; null if none does.</summary>
    internal (ToolLine Line, DateTimeOffset Since)? RunningTool =>
        _entries.SelectMany(e => e.Tools).LastOrDefault(t => t.Line.Outcome is null) is { } tool
            ? (tool.Line, tool.Since)
            : null;

    /// <summary>Answer text that is not final; may be empty.</summary>
    internal string Preview => string.Join("\n", _entries.Where(e => e.IsHeld).Select(e => e.Markdown));

    /// <summary>Takes a new or changed post. Returns what became final by it.</summary>
    internal IReadOnlyList<ConsoleItem> Put(PostId id, Post post)
    {
        Entry? entry = _entries.Find(e => e.Id == id);
        if (entry is null)
        {
            entry = new Entry(id);
            _entries.Add(entry);
        }

        switch (post)
        {
            case TextPost text:
                entry.Markdown = text.Markdown;
                entry.IsHeld = text.IsLive;
                return Release();
            case ToolsPost tools:
                entry.Put(tools.Lines, time.GetUtcNow());
                return Release();
            case NoticePost notice when notice.Markdown != entry.Markdown:
                List<ConsoleItem> released = [.. ReleaseAll()];
                entry.Markdown = notice.Markdown;
                entry.Written = notice.Markdown;
                released.Add(new ConsoleItem.Notice(notice.Level, notice.Markdown));
                return released;
            case QuestionPost { Closing: null }:
                return ReleaseAll();
            case PanelPost panel:
                Panel = panel.Panel;
                return [];
            default:
                return [];
        }
    }

    /// <summary>Forgets a post; what is written stays.</summary>
    internal IReadOnlyList<ConsoleItem> Remove(PostId id)
    {
        _entries.RemoveAll(e => e.Id == id);
        return Release();
    }

    /// <summary>Writes what is held back, because nothing more will come of it.</summary>
    internal IReadOnlyList<ConsoleItem> ReleaseAll()
    {
        foreach (Entry entry in _entries)
            entry.IsHeld = false;
        return Release();
    }

    private List<ConsoleItem> Release()
    {
        List<ConsoleItem> items = [.. _entries.TakeWhile(e => !e.IsHeld).SelectMany(e => e.TakeItems())];
        if (_entries.Count > RememberedPosts)
            _entries.RemoveRange(0, _entries.Count - RememberedPosts);
        return items;
    }

    /// <summary>A post and how much of it is written.</summary>
    private sealed class Entry(PostId id)
    {
        internal PostId Id { get; } = id;

        internal string Markdown { get; set; } = "";

        /// <summary>Whether the text may still change.</summary>
        internal bool IsHeld { get; set; }

        internal string Written { get; set; } = "";

        internal List<ToolState> Tools { get; } = [];

        internal void Put(IReadOnlyList<ToolLine> lines, DateTimeOffset now)
        {
            for (int i = 0; i < lines.Count; i++)
            {
                if (i == Tools.Count)
                    Tools.Add(new ToolState { Line = lines[i], Since = now });
                Tools[i].Line = lines[i];
            }
        }

        internal IEnumerable<ConsoleItem> TakeItems()
        {
            if (Markdown != Written)
            {
                // A text that was released as a preview and then grew goes on where it ended.
                string news = Markdown.StartsWith(Written, StringComparison.Ordinal) ? Markdown[Written.Length..] : Markdown;
                Written = Markdown;
                if (news.Trim().Length > 0)
                    yield return new ConsoleItem.Answer(news.Trim('\n'));
            }

            foreach (ToolState tool in Tools.Where(t => !t.IsWritten && t.Line.Outcome is not null))
            {
                tool.IsWritten = true;
                yield return new ConsoleItem.Tool(tool.Line);
            }
        }
    }

    private sealed class ToolState
    {
        internal required ToolLine Line { get; set; }

        internal required DateTimeOffset Since { get; init; }

        internal bool IsWritten { get; set; }
    }
}
