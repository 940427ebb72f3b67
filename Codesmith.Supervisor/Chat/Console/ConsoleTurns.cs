using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>
/// What the user's input waits for: prompts without an end, commands and answers without a response, questions that
/// are open. Decides when a line of a script may be sent. Not safe for use by several threads.
/// </summary>
internal sealed class ConsoleTurns(TimeProvider time)
{
    /// <summary>
    /// How long a screen may take to change or go after a key. Only then is a line of a script taken for more keys.
    /// </summary>
    internal static readonly TimeSpan ScreenSettles = TimeSpan.FromSeconds(2);

    private readonly OrderedDictionary<MessageId, Receipt?> _prompts = [];
    private readonly HashSet<MessageId> _noticed = [];
    private readonly Dictionary<InteractionId, string> _interactions = [];
    private readonly List<OpenQuestion> _questions = [];

    /// <summary>Whether a prompt has not ended.</summary>
    internal bool IsWorking => _prompts.Count > 0;

    /// <summary>Whether nothing is under way.</summary>
    internal bool IsIdle => _prompts.Count == 0 && _interactions.Count == 0;

    /// <summary>How far the oldest prompt got.</summary>
    internal Receipt? Receipt => _prompts.Values.FirstOrDefault();

    /// <summary>Prompts behind the oldest.</summary>
    internal int Waiting => Math.Max(0, _prompts.Count - 1);

    /// <summary>The question that the next line answers; null if there is none.</summary>
    internal OpenQuestion? Question => _questions.Find(q => q.Answering is null);

    /// <summary>How long a script's next line has to wait: zero for not at all, null until something happens.</summary>
    internal TimeSpan? WaitForLine()
    {
        if (_interactions.Count > 0)
            return null;
        if (Question is { } question)
            return question.KeysSentAt is { } sentAt ? Later(sentAt + ScreenSettles - time.GetUtcNow()) : TimeSpan.Zero;
        return _prompts.Count > 0 ? null : TimeSpan.Zero;
    }

    internal void PromptSent(MessageId id) => _prompts.Add(id, null);

    /// <summary>Notes a notice about a prompt.</summary>
    internal void NoticePut(MessageId id)
    {
        if (_prompts.ContainsKey(id))
            _noticed.Add(id);
    }

    /// <summary>Whether a notice has said what became of a prompt.</summary>
    internal bool IsNoticed(MessageId id) => _noticed.Contains(id);

    /// <summary>Notes how far a prompt got; true if that was its end.</summary>
    internal bool ReceiptShown(MessageId id, Receipt receipt)
    {
        if (receipt is Chat.Receipt.Done or Chat.Receipt.Failed)
        {
            _noticed.Remove(id);
            return _prompts.Remove(id);
        }

        if (_prompts.ContainsKey(id))
            _prompts[id] = receipt;
        return false;
    }

    /// <summary>Notes a command; its name comes back with the response.</summary>
    internal void CommandSent(InteractionId id, string name) => _interactions.Add(id, name);

    /// <summary>Notes an answer to the question.</summary>
    internal void AnswerSent(InteractionId id, OpenQuestion question)
    {
        _interactions.Add(id, "");
        question.Answering = id;
    }

    /// <summary>Notes a response. Null if it was given before; empty for an answer; else the command's name.</summary>
    internal string? Responded(InteractionId id, bool isError)
    {
        if (!_interactions.Remove(id, out string? name))
            return null;

        OpenQuestion? question = _questions.Find(q => q.Answering == id);
        if (question is { IsScreen: true })
        {
            question.Answering = null;
            question.KeysSentAt = time.GetUtcNow();
        }
        else if (question is not null && isError)
        {
            question.Answering = null;
            question.Dialog.Restart();
        }

        return name;
    }

    /// <summary>Notes a question post: open, changed or closed.</summary>
    internal void QuestionPut(PostId post, QuestionAsked asked, bool isOpen)
    {
        OpenQuestion? known = _questions.Find(q => q.Post == post);
        if (!isOpen)
        {
            if (known is not null)
                _questions.Remove(known);
        }
        else if (known is null)
        {
            _questions.Add(new OpenQuestion(post, asked));
        }
        else if (known.Asked.QuestionId != asked.QuestionId || known.Asked.Body != asked.Body)
        {
            _questions[_questions.IndexOf(known)] = new OpenQuestion(post, asked);
        }
    }

    /// <summary>Notes that a post is gone, and with it its question.</summary>
    internal void PostGone(PostId post) => _questions.RemoveAll(q => q.Post == post);

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
}

/// <summary>A question that is open.</summary>
internal sealed class OpenQuestion(PostId post, QuestionAsked asked)
{
    internal PostId Post { get; } = post;

    internal QuestionAsked Asked { get; } = asked;

    internal QuestionDialog Dialog { get; } = new(asked);

    internal bool IsScreen => Asked.Kind == QuestionKind.Screen;

    /// <summary>The answer that was sent and not refused; null while the question can be answered.</summary>
    internal InteractionId? Answering { get; set; }

    /// <summary>When keys were taken that may yet close or change the screen.</summary>
    internal DateTimeOffset? KeysSentAt { get; set; }
}
