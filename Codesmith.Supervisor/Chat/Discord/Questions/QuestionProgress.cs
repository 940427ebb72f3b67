using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Questions;

/// <summary>How far a user got with a question, whose items are put one after the other.</summary>
/// <param name="Asked">The question.</param>
/// <param name="Chosen">The answers so far, one for each item in order.</param>
internal sealed record QuestionProgress(QuestionAsked Asked, ImmutableList<IReadOnlyList<string>> Chosen)
{
    /// <summary>Hexadecimal digits of a key: enough that no two questions that are open at one time share one.</summary>
    private const int KeyLength = 16;

    /// <summary>What is asked now; null for a question without items, or when all are answered.</summary>
    public QuestionItem? Item => Chosen.Count < Asked.Items.Count ? Asked.Items[Chosen.Count] : null;

    public bool IsComplete => Chosen.Count == Asked.Items.Count;

    /// <summary>Names a question in a component's id, where what the worker calls it may not fit.</summary>
    public static string Key(Snowflake owner, QuestionAsked asked) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{owner} {asked.QuestionId}")))[..KeyLength];

    public QuestionProgress Choose(params IReadOnlyList<string> labels) => this with { Chosen = Chosen.Add(labels) };

    public QuestionAnswer ToAnswer() => new(Asked.QuestionId, QuestionDecision.Accept, Chosen);
}
