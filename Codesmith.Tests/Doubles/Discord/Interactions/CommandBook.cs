using System.Text.Json;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Rest;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>The registered commands of one scope: a guild, or everywhere.</summary>
internal sealed class CommandBook
{
    private readonly List<JsonObject> _commands = [];
    private readonly Queue<DateTimeOffset> _creates = new();

    public IReadOnlyList<JsonObject> All => _commands;

    /// <summary>What is left out is deleted; equal names keep their ids and are no creates.</summary>
    public void Overwrite(JsonElement commands, ulong? guildId, DiscordWorld world)
    {
        var wanted = commands.EnumerateArray().ToList();
        var created = wanted.Count(command => Find(command.Text("name")!, command.Number("type", 1)) is null);
        while (_creates.TryPeek(out var at) && world.Now - at > TimeSpan.FromDays(1))
            _creates.Dequeue();
        if (_creates.Count + created > InteractionLimits.CommandCreatesADay)
            throw DiscordErrors.TooManyCommandCreates();
        for (var count = 0; count < created; count++)
            _creates.Enqueue(world.Now);
        var next = wanted.ConvertAll(command => ToJson(command, guildId, world));
        _commands.Clear();
        _commands.AddRange(next);
        world.Changes.Tell();
    }

    public JsonObject? Find(string name, long type = 1) => _commands.Find(
        command => (string)command["name"]! == name && (int)command["type"]! == type);

    private JsonObject ToJson(JsonElement command, ulong? guildId, DiscordWorld world)
    {
        var known = Find(command.Text("name")!, command.Number("type", 1));
        var json = JsonObject.Create(command)!;
        json["id"] = known?["id"]?.DeepClone() ?? DiscordJson.Text(world.NextId());
        json["application_id"] = DiscordJson.Text(world.ApplicationId);
        json["version"] = DiscordJson.Text(world.NextId());
        json["type"] = (int)command.Number("type", 1);
        json["default_member_permissions"] = command.Field("default_member_permissions")?.ToString();
        json["dm_permission"] = guildId is null;
        json["nsfw"] = command.Flag("nsfw");
        if (guildId is not null)
            json["guild_id"] = DiscordJson.Text(guildId);
        return json;
    }
}
