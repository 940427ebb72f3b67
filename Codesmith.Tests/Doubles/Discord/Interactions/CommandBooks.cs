using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>What is registered where.</summary>
internal sealed class CommandBooks
{
    private readonly Dictionary<ulong, CommandBook> _ofGuilds = [];

    public CommandBook Global { get; } = new();

    public CommandBook Of(ulong guildId)
    {
        if (!_ofGuilds.TryGetValue(guildId, out var book))
            _ofGuilds.Add(guildId, book = new CommandBook());
        return book;
    }

    /// <summary>What somebody finds there; a guild's own command goes before a global one.</summary>
    public JsonObject? Find(ulong? guildId, string name) =>
        (guildId is { } id ? Of(id).Find(name) : null) ?? Global.Find(name);
}
