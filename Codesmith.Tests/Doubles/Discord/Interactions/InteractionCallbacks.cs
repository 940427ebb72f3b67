using System.Text.Json;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.Rest;
using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Interactions;

/// <summary>The bot's first answer to an interaction.</summary>
internal sealed class InteractionCallbacks(DiscordWorld world, MessageBoard messages, InteractionBoard interactions)
{
    public RestAnswer Answer(RestCall call)
    {
        var interaction = Open(call);
        var kind = (CallbackKind)call.Body.Number("type");
        if (!Allowed(interaction).Contains(kind))
            throw DiscordErrors.InvalidForm(
                "type", "INTERACTION_CALLBACK_TYPE_INVALID", $"Type {(int)kind} does not answer {interaction.Kind}.");
        var data = call.Body.Field("data") ?? default;
        switch (kind)
        {
            case CallbackKind.Reply:
                interaction.Original = Post(
                    interaction, MessageForm.Create(data, call.Files, isInteraction: true, mayPingEveryone: false));
                break;
            case CallbackKind.Defer:
                interaction.Original = Post(
                    interaction, new MessageDraft { Flags = MessageFlags.Loading | DeferralFlags(data) });
                break;
            case CallbackKind.DeferUpdate:
                interaction.Original = interaction.Source;
                break;
            case CallbackKind.Update:
                MessageForm.Edit(
                    interaction.Source!, data, call.Files, messages, isInteraction: true, mayPingEveryone: false);
                interaction.Original = interaction.Source;
                messages.Edited(interaction.Source!);
                break;
            case CallbackKind.Choices:
                interaction.Choices = ChoiceRules.Read(data);
                break;
            case CallbackKind.Modal:
                ModalRules.Check(data);
                interaction.Modal = JsonObject.Create(data)!;
                ComponentIds.Fill((JsonArray)interaction.Modal["components"]!);
                break;
        }

        interaction.Callback = kind;
        interaction.CallbackAfter = world.Now - interaction.CreatedAt;
        interaction.CallbackAnswerWasLost = call.AnswerWillBeLost;
        world.Changes.Tell();
        return call.QueryFlag("with_response") ? RestAnswer.Ok(ToJson(interaction)) : RestAnswer.Nothing;
    }

    public Message Post(Interaction interaction, MessageDraft draft, bool isFollowup = false)
    {
        var (kind, reference) = Relation(interaction, isFollowup);
        return messages.Post(interaction.Channel, world.Bot, draft with
        {
            Kind = kind,
            Reference = reference,
            OnlyFor = draft.Flags.HasFlag(MessageFlags.Ephemeral) ? interaction.User.Id : null,
            InteractionMetadata = new JsonObject
            {
                ["id"] = DiscordJson.Text(interaction.Id),
                ["type"] = (int)interaction.Kind,
                ["user"] = interaction.User.ToJson(),
                ["authorizing_integration_owners"] = new JsonObject(),
            },
        });
    }

    private static (MessageKind Kind, Message? Reference) Relation(Interaction interaction, bool isFollowup) =>
        isFollowup && interaction.Original is { IsDeleted: false } original ? (MessageKind.Reply, original)
        : interaction.Kind is InteractionKind.Command ? (MessageKind.CommandResponse, null)
        : interaction.Source is { IsDeleted: false } source ? (MessageKind.Reply, source)
        : (MessageKind.Plain, null);

    private Interaction Open(RestCall call)
    {
        if (interactions.Find(call.Values[1]) is not { } interaction || interaction.Id != call.Id(0))
            throw DiscordErrors.UnknownInteraction();
        if (interaction.Callback is not null)
            throw DiscordErrors.AlreadyAcknowledged(isViolation: !interaction.CallbackAnswerWasLost);
        if (interactions.IsOver(interaction) || !world.Channels.ContainsKey(interaction.Channel.Id))
            throw DiscordErrors.UnknownInteraction();
        return interaction;
    }

    private static IReadOnlyList<CallbackKind> Allowed(Interaction interaction) => interaction.Kind switch
    {
        InteractionKind.Command => [CallbackKind.Reply, CallbackKind.Defer, CallbackKind.Modal],
        InteractionKind.Component =>
            [CallbackKind.Reply, CallbackKind.Defer, CallbackKind.DeferUpdate, CallbackKind.Update, CallbackKind.Modal],
        InteractionKind.Autocomplete => [CallbackKind.Choices],
        InteractionKind.ModalSubmit when interaction.Source is not null =>
            [CallbackKind.Reply, CallbackKind.Defer, CallbackKind.DeferUpdate, CallbackKind.Update],
        InteractionKind.ModalSubmit => [CallbackKind.Reply, CallbackKind.Defer],
        _ => [],
    };

    private static MessageFlags DeferralFlags(JsonElement data)
    {
        var flags = (MessageFlags)data.Number("flags");
        return (flags & ~MessageFlags.Ephemeral) == 0
            ? flags
            : throw DiscordErrors.InvalidForm(
                "data.flags", "MESSAGE_FLAGS_INVALID", "Only EPHEMERAL may be set on a deferral.");
    }

    private JsonObject ToJson(Interaction interaction)
    {
        var about = new JsonObject
        {
            ["id"] = DiscordJson.Text(interaction.Id),
            ["type"] = (int)interaction.Kind,
        };
        var resource = new JsonObject { ["type"] = (int)interaction.Callback! };
        if (interaction.Original is { } original)
        {
            about["response_message_id"] = DiscordJson.Text(original.Id);
            about["response_message_ephemeral"] = original.IsEphemeral;
            about["response_message_loading"] = original.Flags.HasFlag(MessageFlags.Loading);
            resource["message"] = MessageJson.Of(world, original);
        }

        return new JsonObject { ["interaction"] = about, ["resource"] = resource };
    }
}
