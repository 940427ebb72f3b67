using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Questions;

/// <summary>The questions that are posted and open, and how far their users got. Safe for use by several threads.</summary>
internal sealed class OpenQuestions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, QuestionProgress> _open = [];

    /// <summary>A question is shown: open, changed or closed.</summary>
    /// <returns>How far its user got; null for one that is closed.</returns>
    public QuestionProgress? Show(QuestionPost post, Snowflake owner)
    {
        string key = QuestionProgress.Key(owner, post.Question);
        lock (_gate)
        {
            if (post.Closing is not null)
            {
                _open.Remove(key);
                return null;
            }
            if (!_open.TryGetValue(key, out var progress) || progress.Asked.Items.Count != post.Question.Items.Count)
                progress = new QuestionProgress(post.Question, []);
            return _open[key] = progress with { Asked = post.Question };
        }
    }

    public QuestionProgress? Find(string key)
    {
        lock (_gate)
            return _open.GetValueOrDefault(key);
    }

    /// <summary>Answers the item, if it is the one that is asked now.</summary>
    /// <returns>How far the user got by it; null if the question is closed or past that item.</returns>
    public QuestionProgress? Answer(string key, int item, Func<QuestionItem, IReadOnlyList<string>> choose)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(key, out var progress) || progress.Chosen.Count != item || progress.Item is null)
                return null;
            return _open[key] = progress.Choose([.. choose(progress.Item)]);
        }
    }

    /// <summary>The answer was not taken: the question begins again.</summary>
    /// <returns>Its beginning; null if it is closed.</returns>
    public QuestionProgress? Restart(string key)
    {
        lock (_gate)
        {
            return _open.TryGetValue(key, out var progress) ? _open[key] = progress with { Chosen = [] } : null;
        }
    }
}
