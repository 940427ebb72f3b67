using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.Rules;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rest.Routes;

/// <summary>Callbacks, and what goes by the token after them.</summary>
internal sealed class InteractionRoutes(
    DiscordWorld world, MessageBoard messages, InteractionBoard interactions, InteractionCallbacks callbacks)
{
    private const string ByToken = "/webhooks/{webhook}/{token}";
    private const string Original = ByToken + "/messages/@original";
    private const string OneMessage = ByToken + "/messages/{message}";

    public IEnumerable<Route> All =>
    [
        new("POST", "/interactions/{interaction}/{interaction_token}/callback", callbacks.Answer)
        {
            NeedsNoAuthorization = true, IsUnlimited = true, IsOutsideGlobalLimit = true,
        },
        Tokened("POST", ByToken, Follow),
        Tokened("GET", Original, Get),
        Tokened("PATCH", Original, Edit),
        Tokened("DELETE", Original, Delete),
        Tokened("GET", OneMessage, Get),
        Tokened("PATCH", OneMessage, Edit),
        Tokened("DELETE", OneMessage, Delete),
    ];

    private static Route Tokened(string method, string template, Func<RestCall, RestAnswer> answer) =>
        new(method, template, answer) { NeedsNoAuthorization = true, IsOutsideGlobalLimit = true };

    private RestAnswer Follow(RestCall call)
    {
        var interaction = Open(call);
        var draft = MessageForm.Create(call.Body, call.Files, isInteraction: true, mayPingEveryone: false);
        var message = callbacks.Post(interaction, draft, isFollowup: true);
        interaction.Followups = [.. interaction.Followups, message];
        world.Changes.Tell();
        return RestAnswer.Ok(MessageJson.Of(world, message));
    }

    private RestAnswer Get(RestCall call) => RestAnswer.Ok(MessageJson.Of(world, Message(call)));

    private RestAnswer Edit(RestCall call)
    {
        var message = Message(call);
        MessageForm.Edit(message, call.Body, call.Files, messages, isInteraction: true, mayPingEveryone: false);
        messages.Edited(message);
        return RestAnswer.Ok(MessageJson.Of(world, message));
    }

    private RestAnswer Delete(RestCall call)
    {
        messages.Delete(Message(call));
        return RestAnswer.Nothing;
    }

    private Message Message(RestCall call)
    {
        var interaction = Open(call);
        var message = call.Values.Length == 2
            ? interaction.Original
            : interaction.Followups.Append(interaction.Original).FirstOrDefault(known => known?.Id == call.Id(2));
        return message is { IsDeleted: false } ? message : throw DiscordErrors.UnknownMessage();
    }

    private Interaction Open(RestCall call)
    {
        if (call.Id(0) != world.ApplicationId || interactions.Find(call.Values[1]) is not { } interaction)
            throw DiscordErrors.UnknownWebhook();
        if (world.Now - interaction.CreatedAt > InteractionLimits.Token)
            throw DiscordErrors.ExpiredWebhookToken();
        return interaction.Callback is null ? throw DiscordErrors.UnknownWebhook() : interaction;
    }
}
