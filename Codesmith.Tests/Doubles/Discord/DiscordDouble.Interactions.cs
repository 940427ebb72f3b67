using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord;

/// <summary>
/// What people do that the bot has to answer. Each gives an object that records the answer; whoever may not do it, or
/// finds nothing to do it with, makes the test fail, not the client.
/// </summary>
internal sealed partial class DiscordDouble
{
    /// <param name="command">With its sub-commands, as <c>cc start</c>.</param>
    /// <param name="options">Values: string, bool, int, long, double, an id (ulong), or an <see cref="Upload"/>.</param>
    public Interaction InvokeCommand(
        ulong user, ulong channel, string command, params (string Name, object Value)[] options) =>
        Change(() =>
        {
            var place = CommandChannel(user, channel);
            var call = new CommandCall(_world, _messages, _commands, place, user, command);
            return _interactions.Open(
                InteractionKind.Command, _world.Users[user], place, "/" + command, call.Complete(options));
        });

    /// <summary>Types into an option; others may be filled already.</summary>
    public Interaction Autocomplete(
        ulong user, ulong channel, string command, string option, string typed,
        params (string Name, object Value)[] others) =>
        Change(() =>
        {
            var place = CommandChannel(user, channel);
            var call = new CommandCall(_world, _messages, _commands, place, user, command);
            var data = call.Typing(option, typed, others);
            return _interactions.Open(
                InteractionKind.Autocomplete, _world.Users[user], place, $"/{command} {option}", data);
        });

    /// <param name="button">Its custom_id, or its label.</param>
    public Interaction PressButton(ulong user, ulong message, string button) => Change(() =>
    {
        var (source, component) = Component(user, message, button);
        if ((ComponentKind)(int)component["type"]! is not ComponentKind.Button || component["custom_id"] is null)
            throw new InvalidOperationException($"{button} is no button that the bot hears of.");
        return Use(user, source, component, values: null);
    });

    /// <param name="select">Its custom_id, or its placeholder.</param>
    /// <param name="options">Values, or labels.</param>
    public Interaction Select(ulong user, ulong message, string select, params string[] options) => Change(() =>
    {
        var (source, component) = Component(user, message, select);
        return Use(user, source, component, SelectedValues.Of(component, options));
    });

    /// <summary>Fills in and sends the modal that this interaction opened.</summary>
    /// <param name="values">By custom_id: a string, or strings for selects.</param>
    public Interaction SubmitModal(Interaction opened, params (string CustomId, object Value)[] values) => Change(() =>
    {
        var modal = opened.Modal ?? throw new InvalidOperationException($"{opened} opened no modal.");
        var data = ModalSubmission.Of(modal, values);
        return _interactions.Open(
            InteractionKind.ModalSubmit, opened.User, opened.Channel, (string)modal["title"]!, data, opened.Source);
    });

    private Channel CommandChannel(ulong user, ulong channel)
    {
        var place = Allowed(user, channel, Permission.ViewChannel);
        return place.GuildId is null ? place : Allowed(user, channel, Permission.UseApplicationCommands);
    }

    private Interaction Use(ulong user, Message source, JsonObject component, JsonArray? values)
    {
        if ((bool?)component["disabled"] == true)
            throw new InvalidOperationException($"{component["custom_id"]} is disabled.");
        var data = new JsonObject
        {
            ["component_type"] = component["type"]!.DeepClone(),
            ["custom_id"] = component["custom_id"]!.DeepClone(),
            ["id"] = component["id"]!.DeepClone(),
        };
        if (values is not null)
            data["values"] = values;
        var name = (string)component["custom_id"]!;
        return _interactions.Open(InteractionKind.Component, _world.Users[user], source.Channel, name, data, source);
    }

    private (Message Source, JsonObject Component) Component(ulong user, ulong message, string named)
    {
        var source = _interactions.FindEphemeral(message) is { } ephemeral && ephemeral.OnlyFor == user
            ? ephemeral
            : _world.Channels.Values.Select(channel => channel.Messages.GetValueOrDefault(message)).FirstOrDefault(
                found => found is not null)
                ?? throw new InvalidOperationException("There is no such message.");
        Allowed(user, source.Channel.Id, Permission.ViewChannel);
        var component = ComponentIds.All(source.Components).FirstOrDefault(component => IsNamed(component, named))
            ?? throw new InvalidOperationException($"The message has no {named}.");
        return (source, component);
    }

    private static bool IsNamed(JsonObject component, string name) =>
        new[] { "custom_id", "label", "placeholder" }.Any(
            key => component[key] is JsonValue value && value.ToString() == name);
}
