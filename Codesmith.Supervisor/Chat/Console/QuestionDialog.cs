using System.Buffers;
using System.Globalization;
using Codesmith.Protocol;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>Puts an open question to the user item by item and turns what they type into its answer.</summary>
internal sealed class QuestionDialog(QuestionAsked question)
{
    /// <summary>Keys of one line: more is a mistake, and each costs a call to the worker.</summary>
    private const int MaximumKeys = 32;

    private const string Separators = " ,;:.!\t\n";

    private static readonly SearchValues<char> SeparatorSearch = SearchValues.Create(Separators);

    private readonly List<IReadOnlyList<string>> _choices = [];

    /// <summary>What is asked now.</summary>
    internal QuestionPrompt Prompt => question.Kind switch
    {
        QuestionKind.Choice => ItemPrompt(question.Items[_choices.Count]),
        QuestionKind.Plan => DecisionPrompt(
            "Approve the plan", "Refuse it: say what to change", "y, or n and what to change"),
        QuestionKind.Permission => DecisionPrompt("Allow it", "Deny it: say why, if you like", "y, or n and why"),
        _ => new(
            question.Title, question.Body, IsScreen: true, [],
            "keys to press, one or more: enter escape up down tab space 1 2 3 4"),
    };

    /// <summary>Takes an answer to <see cref="Prompt"/>.</summary>
    internal DialogStep Answer(string text) => question.Kind switch
    {
        QuestionKind.Choice => AnswerItem(question.Items[_choices.Count], text.Trim()),
        QuestionKind.Screen => ReadKeys(text),
        _ => ReadDecision(text.Trim()),
    };

    /// <summary>Begins again, because the answer was not taken.</summary>
    internal void Restart() => _choices.Clear();

    private QuestionPrompt ItemPrompt(QuestionItem item)
    {
        string count = question.Items.Count > 1 ? $" ({_choices.Count + 1} of {question.Items.Count})" : "";
        string header = item.Header.Length > 0 ? $"[{item.Header}] " : "";
        return new(
            header + item.Text + count,
            _choices.Count == 0 ? question.Body : "",
            IsScreen: false,
            item.Options,
            item.MultiSelect ? "one or more numbers, such as 1,3, or your own words" : "a number, or your own words");
    }

    private QuestionPrompt DecisionPrompt(string accept, string refuse, string hint) =>
        new(question.Title, question.Body, IsScreen: false, [new("yes", accept), new("no", refuse)], hint);

    private DialogStep AnswerItem(QuestionItem item, string text)
    {
        if (text.Length > WireLimits.AnswerText)
            return new DialogStep.Invalid($"The answer is too long: at most {WireLimits.AnswerText} characters.");

        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return new DialogStep.Invalid("The answer is empty.");

        // A label comes first: it may be a number itself. A number that is no choice is an answer of its own.
        List<string> chosen = Labelled(item, text) is { } whole ? [whole]
            : parts.All(part => Labelled(item, part) is not null) ? [.. parts.Select(part => Labelled(item, part)!)]
            : parts.All(part => Numbered(item, part) is not null) ? [.. parts.Select(part => Numbered(item, part)!)]
            : [text];
        chosen = [.. chosen.Distinct()];
        if (chosen.Count > 1 && !item.MultiSelect)
            return new DialogStep.Invalid("Only one can be chosen here.");

        _choices.Add(chosen);
        return _choices.Count < question.Items.Count
            ? new DialogStep.NextItem()
            : new DialogStep.Complete(new(question.QuestionId, QuestionDecision.Accept, [.. _choices]));
    }

    private static string? Labelled(QuestionItem item, string text) =>
        item.Options.FirstOrDefault(o => o.Label.Equals(text, StringComparison.OrdinalIgnoreCase))?.Label;

    private static string? Numbered(QuestionItem item, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? item.Options.ElementAtOrDefault(number - 1)?.Label
            : null;

    private DialogStep ReadDecision(string text)
    {
        int end = text.AsSpan().IndexOfAny(SeparatorSearch);
        string word = (end < 0 ? text : text[..end]).ToLowerInvariant();
        string rest = (end < 0 ? "" : text[end..]).Trim([.. Separators]);
        return (word, rest.Length) switch
        {
            ("y" or "yes" or "1", 0) => Decide(QuestionDecision.Accept, null),
            ("n" or "no" or "2", 0) => Decide(QuestionDecision.Refuse, null),
            ("n" or "no" or "2", _) => Decide(QuestionDecision.Refuse, rest),
            // "yes, but …" is no plain yes: accepting it would drop the condition.
            ("y" or "yes" or "1", _) => new DialogStep.Invalid("A yes takes no words: y, or n and the words."),
            _ => new DialogStep.Invalid("Please answer y, or n and, if you like, what to do instead."),
        };
    }

    private DialogStep.Complete Decide(QuestionDecision decision, string? message) =>
        new(new(question.QuestionId, decision, [], message));

    private DialogStep ReadKeys(string text)
    {
        string[] names = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > MaximumKeys)
            return new DialogStep.Invalid($"Too many keys at once: at most {MaximumKeys}.");

        List<AgentKey> keys = [];
        foreach (string name in names)
        {
            AgentKey? key = name.ToLowerInvariant() switch
            {
                "enter" or "return" => AgentKey.Enter,
                "escape" or "esc" => AgentKey.Escape,
                "up" => AgentKey.Up,
                "down" => AgentKey.Down,
                "tab" => AgentKey.Tab,
                "space" => AgentKey.Space,
                "1" => AgentKey.One,
                "2" => AgentKey.Two,
                "3" => AgentKey.Three,
                "4" => AgentKey.Four,
                _ => null,
            };
            if (key is null)
                return new DialogStep.Invalid("That is no key: enter escape up down tab space 1 2 3 4.");
            keys.Add(key.Value);
        }

        return keys.Count == 0 ? new DialogStep.Invalid("Which key?") : new DialogStep.Keys(question.QuestionId, keys);
    }
}

/// <summary>What an answer led to. A closed union.</summary>
internal abstract record DialogStep
{
    private DialogStep()
    {
    }

    /// <summary>It does not fit; the message is one line, and the same is asked again.</summary>
    internal sealed record Invalid(string Message) : DialogStep;

    /// <summary>It fits, and there is more to ask.</summary>
    internal sealed record NextItem : DialogStep;

    /// <summary>All is answered.</summary>
    internal sealed record Complete(QuestionAnswer Answer) : DialogStep;

    /// <summary>Keys to press, one after the other.</summary>
    internal sealed record Keys(string QuestionId, IReadOnlyList<AgentKey> Pressed) : DialogStep;
}
