using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>Something a user did that the bot has to answer, and what became of it.</summary>
internal sealed class Interaction(
    ulong id, string token, InteractionKind kind, User user, Channel channel, DateTimeOffset createdAt, string name)
{
    public ulong Id { get; } = id;

    public string Token { get; } = token;

    public InteractionKind Kind { get; } = kind;

    public User User { get; } = user;

    public Channel Channel { get; } = channel;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>For people: the command, or the component.</summary>
    public string Name { get; } = name;

    /// <summary>Where the pressed component, or the one that opened the modal, is.</summary>
    public Message? Source { get; init; }

    /// <summary>A live connection was sent it.</summary>
    public bool WasDelivered { get; set; }

    /// <summary>Null until the bot answers.</summary>
    public CallbackKind? Callback { get; set; }

    /// <summary>From the dispatch to the callback, on the double's clock.</summary>
    public TimeSpan? CallbackAfter { get; set; }

    /// <summary>A test cut the connection of the first callback: a client may well repeat it.</summary>
    public bool CallbackAnswerWasLost { get; set; }

    /// <summary>What @original is; null after autocompletion and modals.</summary>
    public Message? Original { get; set; }

    public IReadOnlyList<Message> Followups { get; set; } = [];

    /// <summary>The modal that the bot opened.</summary>
    public JsonObject? Modal { get; set; }

    /// <summary>Names of the suggestions of an autocompletion.</summary>
    public IReadOnlyList<string> Choices { get; set; } = [];

    /// <summary>What of the answers nobody sees but the user.</summary>
    public IEnumerable<Message> EphemeralMessages =>
        new[] { Original }.OfType<Message>().Concat(Followups).Where(
            message => message is { IsEphemeral: true, IsDeleted: false });

    public override string ToString() => $"{Kind} {Name} of {User.Name}";
}
