using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord.Model;

namespace Codesmith.Supervisor.Chat.Discord.Interactions;

/// <summary>
/// What a component means, as the text that comes back when it is used: at most 100 characters. Its owner is in it, so
/// that nobody uses what is somebody else's. A closed union.
/// </summary>
/// <param name="Owner">Whose session it belongs to.</param>
internal abstract record CustomId(Snowflake Owner)
{
    private const char Separator = ':';

    /// <summary>Try the message again.</summary>
    internal sealed record Retry(Snowflake Owner, MessageId Message) : CustomId(Owner);

    /// <summary>Choose the option of this number of an item; with none, what comes with the interaction.</summary>
    /// <param name="Owner">See <see cref="CustomId"/>.</param>
    /// <param name="Question">The key of the question: <see cref="Questions.QuestionProgress.Key"/>.</param>
    /// <param name="Item">The number of the item, so that a press on an earlier one does not count for a later.</param>
    /// <param name="Option">The number of the option; null for a list.</param>
    internal sealed record Choose(Snowflake Owner, string Question, int Item, int? Option) : CustomId(Owner);

    /// <summary>Answer an item in words of one's own: a form opens, and its text comes back under the same id.</summary>
    internal sealed record Words(Snowflake Owner, string Question, int Item) : CustomId(Owner);

    /// <summary>Decide without words.</summary>
    internal sealed record Decide(Snowflake Owner, string Question, QuestionDecision Decision) : CustomId(Owner);

    /// <summary>Refuse and say why: a form opens, and its text comes back under the same id.</summary>
    internal sealed record Refuse(Snowflake Owner, string Question) : CustomId(Owner);

    /// <summary>Press a key of the agent's terminal.</summary>
    internal sealed record Press(Snowflake Owner, string Question, AgentKey Key) : CustomId(Owner);

    /// <summary>Sign in: the same as the command.</summary>
    internal sealed record BeginSignIn(Snowflake Owner) : CustomId(Owner);

    /// <summary>Go on with a sign-in: a form opens, and what was entered comes back under the same id.</summary>
    internal sealed record EnterSignIn(Snowflake Owner, string Offer, SignInSecret Asks) : CustomId(Owner);

    /// <summary>Give a sign-in up.</summary>
    internal sealed record CancelSignIn(Snowflake Owner, string Offer) : CustomId(Owner);

    public string Write() => this switch
    {
        Retry retry => Join("retry", retry.Message.Value),
        Choose choose => Join("choose", choose.Question, Number(choose.Item), choose.Option is { } option ? Number(option) : ""),
        Words words => Join("words", words.Question, Number(words.Item)),
        Decide decide => Join("decide", decide.Question, Number((int)decide.Decision)),
        Refuse refuse => Join("refuse", refuse.Question),
        Press press => Join("press", press.Question, Number((int)press.Key)),
        BeginSignIn => Join("login", ""),
        EnterSignIn enter => Join("enter", enter.Offer, Number((int)enter.Asks)),
        CancelSignIn cancel => Join("cancel", cancel.Offer),
        _ => throw new InvalidOperationException($"No such id: {GetType().Name}"),
    };

    /// <summary>False for one that is not ours, or of another version.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out CustomId? id)
    {
        id = null;
        string[] parts = text?.Split(Separator) ?? [];
        if (parts.Length < 3 || !Snowflake.TryParse(parts[1], out var owner))
            return false;
        id = parts switch
        {
            ["retry", _, var message] => new Retry(owner, new MessageId(message)),
            ["choose", _, var question, var item, ""] when IsNumber(item, out int i) => new Choose(owner, question, i, null),
            ["choose", _, var question, var item, var option] when IsNumber(item, out int i) && IsNumber(option, out int o) =>
                new Choose(owner, question, i, o),
            ["words", _, var question, var item] when IsNumber(item, out int i) => new Words(owner, question, i),
            ["decide", _, var question, var decision]
                when IsNumber(decision, out int d) && Enum.IsDefined((QuestionDecision)d) =>
                new Decide(owner, question, (QuestionDecision)d),
            ["refuse", _, var question] => new Refuse(owner, question),
            ["press", _, var question, var key] when IsNumber(key, out int k) && Enum.IsDefined((AgentKey)k) =>
                new Press(owner, question, (AgentKey)k),
            ["login", _, ""] => new BeginSignIn(owner),
            ["enter", _, var offer, var asks] when IsNumber(asks, out int a) && Enum.IsDefined((SignInSecret)a) =>
                new EnterSignIn(owner, offer, (SignInSecret)a),
            ["cancel", _, var offer] => new CancelSignIn(owner, offer),
            _ => null,
        };
        return id is not null;
    }

    private string Join(string kind, params string[] parts) => string.Join(Separator, [kind, Owner.ToString(), .. parts]);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
