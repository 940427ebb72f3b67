using System.Globalization;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>One use of a registered command: finds it, checks the options, makes the data.</summary>
internal sealed class CommandCall
{
    private readonly DiscordWorld _world;
    private readonly MessageBoard _messages;
    private readonly Channel _channel;
    private readonly JsonObject _command;
    private readonly JsonObject[] _nested;
    private readonly JsonObject _resolved = [];

    /// <param name="path">Command, group and sub-command, as they stand.</param>
    public CommandCall(
        DiscordWorld world, MessageBoard messages, CommandBooks books, Channel channel, ulong user, string path)
    {
        (_world, _messages, _channel) = (world, messages, channel);
        var names = path.Split(' ');
        _command = books.Find(channel.GuildId, names[0])
            ?? throw new InvalidOperationException($"The command {names[0]} is not registered here.");
        RequirePermission(user);
        var level = _command;
        _nested = [.. names.Skip(1).Select(name => level = Options(level).FirstOrDefault(
            option => IsNested(option) && Name(option) == name)
            ?? throw new InvalidOperationException($"/{path} is not registered."))];
        if (Options(level).Any(IsNested))
            throw new InvalidOperationException($"/{path} cannot be used without a sub-command.");
    }

    public JsonObject Complete(IReadOnlyList<(string Name, object Value)> values)
    {
        var declared = Options(Innermost).ToList();
        var missing = declared.Find(
            option => (bool?)option["required"] == true && values.All(value => value.Name != Name(option)));
        return missing is null
            ? Data([.. values.Select(JsonNode (value) => Option(value.Name, value.Value))])
            : throw new InvalidOperationException($"The option {Name(missing)} is required.");
    }

    public JsonObject Typing(string option, string typed, IReadOnlyList<(string Name, object Value)> others)
    {
        var declared = Declared(option);
        if ((bool?)declared["autocomplete"] != true)
            throw new InvalidOperationException($"{option} suggests nothing.");
        JsonNode focused = new JsonObject
        {
            ["type"] = declared["type"]!.DeepClone(),
            ["name"] = option,
            ["value"] = typed,
            ["focused"] = true,
        };
        return Data([.. others.Select(other => Option(other.Name, other.Value)), focused]);
    }

    private JsonObject Innermost => _nested.Length > 0 ? _nested[^1] : _command;

    private JsonObject Data(JsonNode[] options)
    {
        var inner = new JsonArray(options);
        foreach (var nested in _nested.Reverse())
        {
            inner = new JsonArray(new JsonObject
            {
                ["type"] = nested["type"]!.DeepClone(),
                ["name"] = Name(nested),
                ["options"] = inner,
            });
        }

        var data = new JsonObject
        {
            ["id"] = _command["id"]!.DeepClone(),
            ["name"] = Name(_command),
            ["type"] = 1,
            ["options"] = inner,
        };
        if (_command["guild_id"] is { } guild)
            data["guild_id"] = guild.DeepClone();
        if (_resolved.Count > 0)
            data["resolved"] = _resolved;
        return data;
    }

    private JsonObject Option(string name, object value)
    {
        var declared = Declared(name);
        var type = (OptionKind)(int)declared["type"]!;
        return new JsonObject { ["type"] = (int)type, ["name"] = name, ["value"] = Value(declared, type, value) };
    }

    private JsonNode Value(JsonObject declared, OptionKind type, object value) => (type, value) switch
    {
        (OptionKind.Text, string text) => Text(declared, text),
        (OptionKind.Integer, int or long) => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        (OptionKind.Boolean, bool flag) => flag,
        (OptionKind.Number, double number) => number,
        (OptionKind.User or OptionKind.Mentionable, ulong id) when _world.Users.TryGetValue(id, out var user) =>
            Resolve("users", id, user.ToJson()),
        (OptionKind.Channel, ulong id) when _world.Channels.TryGetValue(id, out var channel) =>
            Resolve("channels", id, channel.ToJson()),
        (OptionKind.Role or OptionKind.Mentionable, ulong id) => Resolve(
            "roles", id, _world.Guilds[_channel.GuildId!.Value].Roles[id].ToJson()),
        (OptionKind.Attachment, Upload upload) when _messages.Keep(_channel, upload, description: null) is var file =>
            Resolve("attachments", file.Id, file.ToJson()),
        _ => throw new InvalidOperationException($"{Name(declared)} is of type {type} and takes no {value}."),
    };

    private string Resolve(string kind, ulong id, JsonObject json)
    {
        var text = DiscordJson.Text(id);
        ((JsonObject)(_resolved[kind] ??= new JsonObject()))[text] = json;
        return text;
    }

    /// <summary>Only autocompletion leaves free what may be said.</summary>
    private static string Text(JsonObject declared, string text)
    {
        var most = (int?)declared["max_length"] ?? InteractionLimits.CommandText;
        if (text.Length > most || text.Length < ((int?)declared["min_length"] ?? 0))
            throw new InvalidOperationException($"{Name(declared)} does not take {text.Length} characters.");
        return declared["choices"] is not JsonArray { Count: > 0 } choices
            || choices.Any(choice => choice!["value"]!.ToString() == text)
                ? text
                : throw new InvalidOperationException($"{Name(declared)} has no choice {text}.");
    }

    private void RequirePermission(ulong user)
    {
        if (_channel.GuildId is null || (string?)_command["default_member_permissions"] is not { } bits)
            return;
        var needed = (Permission)ulong.Parse(bits, CultureInfo.InvariantCulture);
        if (needed is Permission.None)
            needed = Permission.Administrator;
        if (!Access.In(_world, _channel, user).HasFlag(needed))
            throw new InvalidOperationException($"{_world.Users[user].Name} does not see /{Name(_command)}.");
    }

    private JsonObject Declared(string name) => Options(Innermost).FirstOrDefault(option => Name(option) == name)
        ?? throw new InvalidOperationException($"{Name(Innermost)} has no option {name}.");

    private static IEnumerable<JsonObject> Options(JsonObject level) =>
        (level["options"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool IsNested(JsonObject option) =>
        (OptionKind)(int)option["type"]! is OptionKind.SubCommand or OptionKind.Group;

    private static string Name(JsonObject named) => (string)named["name"]!;
}
