using System.Collections.Concurrent;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Posts;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.SignIns;
using Codesmith.Supervisor.Chat.Discord.World;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord.Interactions;

/// <summary>
/// Acknowledges commands and presses, which Discord gives up after three seconds, at once and before anything else, and
/// brings them their responses when these are known. What users do by them goes on as events.
/// </summary>
internal sealed partial class InteractionDesk(
    DiscordRest rest, DiscordWorld world, Admission admission, CommandInteractions commands, ComponentPresses presses,
    TimeProvider clock, ILogger log)
{
    private const string GoingDown = "Codesmith is going down. Try again in a minute.";

    /// <summary>Discord sends an interaction again within minutes, while its token is good.</summary>
    private static readonly TimeSpan LongestRepeat = 2 * DiscordLimits.TokenAge;

    private readonly ConcurrentDictionary<InteractionId, PendingInteraction> _pending = [];
    private readonly ConcurrentDictionary<Snowflake, DateTimeOffset> _taken = [];
    private volatile bool _isClosed;

    /// <summary>The last thing that the user did in this channel and waits for a response to; null for none.</summary>
    public Interaction? Latest(Snowflake user, Snowflake channel) => _pending.Values
        .Select(pending => pending.Interaction)
        .Where(interaction => interaction.Invoker?.Id == user && interaction.ChannelId == channel)
        .MaxBy(interaction => interaction.Id);

    /// <summary>
    /// Deals with an interaction, once however often it comes. Returns at once; what is to be sent goes on by itself.
    /// </summary>
    /// <param name="interaction">What came.</param>
    /// <param name="happened">Takes what the user did, in order.</param>
    /// <param name="cancellation">The end of the program.</param>
    public void Take(Interaction interaction, Action<ChatEvent> happened, CancellationToken cancellation)
    {
        Forget();
        if (!_taken.TryAdd(interaction.Id, clock.GetUtcNow()))
            return;
        if (interaction.Type == InteractionType.Autocomplete)
        {
            _ = AcknowledgeAsync(interaction, InteractionResponse.Suggest(CommandInteractions.Suggest(interaction)), cancellation);
            return;
        }
        bool isDirect = interaction.GuildId is null && ComponentPresses.ContinuesSignIn(interaction);
        string? refusal = _isClosed ? GoingDown : isDirect ? null : admission.Refusal(interaction, world);
        if (refusal is not null)
        {
            _ = AcknowledgeAsync(interaction, InteractionResponse.Whisper(refusal), cancellation);
            return;
        }
        var step = interaction.Type switch
        {
            InteractionType.Command => commands.Read(interaction),
            InteractionType.Component or InteractionType.ModalSubmit => presses.Read(interaction),
            _ => InteractionStep.Say("Codesmith does not know what that is."),
        };
        var acknowledged = AcknowledgeAsync(interaction, step.First, cancellation);
        if (step.Happened is { } told)
        {
            _pending[Key(interaction)] = new PendingInteraction(interaction, step.Id, acknowledged, clock.GetUtcNow());
            Tell(told, interaction, happened);
        }
        else if (step.Later is { } later)
        {
            _pending[Key(interaction)] = new PendingInteraction(interaction, step.Id, acknowledged, clock.GetUtcNow());
            _ = FollowAsync(later, interaction, happened, cancellation);
        }
    }

    /// <summary>Brings the response. One to an interaction that is not known (any more) goes nowhere.</summary>
    /// <exception cref="DiscordException">Discord does not take it.</exception>
    public async Task RespondAsync(InteractionId id, Response response, CancellationToken cancellation)
    {
        if (!_pending.TryRemove(id, out var pending))
            return;
        bool isAnswerable = await pending.Acknowledged.WaitAsync(cancellation);
        var anew = response.IsError ? presses.Refused(pending.Id) : null;
        if (!isAnswerable || clock.GetUtcNow() - pending.At > DiscordLimits.TokenAge)
            await PostAsync(pending.Interaction, response, cancellation);
        else if (pending.Id is null)
            await AnswerCommandAsync(pending.Interaction, response, cancellation);
        else
            await AnswerPressAsync(pending, response, cancellation);
        if (anew is not null && pending.Interaction is { ChannelId: { } channel, Message.Id: var message })
            await rest.EditMessageAsync(channel, message, () => anew, cancellation);
    }

    /// <summary>Nobody deals any more with what users do from now on: they are told so.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Nobody dealt with this one before the end.</summary>
    public void TurnAway(InteractionId id) => _ = TurnAwayAsync(id);

    private async Task TurnAwayAsync(InteractionId id)
    {
        try
        {
            await RespondAsync(id, new Response(GoingDown, IsError: true), CancellationToken.None);
        }
        catch (DiscordException exception)
        {
            LogNotTurnedAway(exception, id);
        }
    }

    private Task AnswerCommandAsync(Interaction command, Response response, CancellationToken cancellation) =>
        response.Text.Length == 0
            ? rest.DeleteOriginalResponseAsync(command.ApplicationId, command.Token, cancellation)
            : rest.EditOriginalResponseAsync(
                command.ApplicationId, command.Token, Payload(command, response), cancellation);

    /// <summary>What came of a press is seen on the post itself; only a failure has to be said, and only to the one who pressed.</summary>
    private async Task AnswerPressAsync(PendingInteraction press, Response response, CancellationToken cancellation)
    {
        var interaction = press.Interaction;
        if (response.IsError)
        {
            await rest.CreateFollowupAsync(
                interaction.ApplicationId, interaction.Token,
                Payload(interaction, response) with { Flags = MessageFlags.Ephemeral }, cancellation);
        }
        else if (press.Id is CustomId.Retry)
        {
            await rest.EditOriginalResponseAsync(
                interaction.ApplicationId, interaction.Token, new MessagePayload { Components = [] }, cancellation);
        }
    }

    /// <summary>The token is void: an ordinary message says it, to the one who asked.</summary>
    private async Task PostAsync(Interaction interaction, Response response, CancellationToken cancellation)
    {
        if (response.Text.Length == 0 || interaction is not { ChannelId: { } channel, Invoker.Id: var user })
            return;
        var payload = Payload(interaction, response);
        await rest.CreateMessageAsync(
            channel,
            payload with
            {
                // Others read it, and a sign-in is nobody else's.
                Components = null,
                Content = DiscordText.Clip($"<@{user}> {payload.Content}", DiscordLimits.Content),
                AllowedMentions = new AllowedMentions([], [user]),
            },
            $"late-{interaction.Id}", cancellation);
    }

    private static MessagePayload Payload(Interaction interaction, Response response)
    {
        string mark = response.IsError ? "⚠️ " : "";
        string where = response.Channel is { } channel && channel.Value != interaction.ChannelId.ToString()
            ? $" <#{channel}>"
            : "";
        return new MessagePayload
        {
            Content = DiscordText.Clip(
                mark + SignInBody.Text(response.Text, response.Offer), DiscordLimits.Content - where.Length) + where,
            Components = response.Offer is not null && interaction.Invoker is { Id: var user }
                ? SignInBody.Rows(response.Offer, user)
                : null,
        };
    }

    private void Tell(ChatEvent told, Interaction interaction, Action<ChatEvent> happened)
    {
        happened(told);
        // The one who deals with it may have looked for the last time just before.
        if (_isClosed)
            TurnAway(Key(interaction));
    }

    private async Task FollowAsync(
        Func<CancellationToken, Task<ChatEvent>> later, Interaction interaction, Action<ChatEvent> happened,
        CancellationToken cancellation)
    {
        try
        {
            Tell(await later(cancellation), interaction, happened);
        }
        catch (DiscordException exception)
        {
            LogNotRead(exception, interaction.Id);
            await RespondAsync(Key(interaction), new Response(NotRead(exception.Kind), IsError: true), cancellation);
        }
    }

    /// <summary>Why what a press is about could not be read, as its user is told.</summary>
    internal static string NotRead(DiscordErrorKind kind) => kind switch
    {
        DiscordErrorKind.Gone => "That message is not there any more.",
        DiscordErrorKind.Forbidden => "Codesmith may not read that message: it lacks a permission here.",
        _ => "Discord does not show that message now. Try again in a minute.",
    };

    /// <summary>False if Discord did not take it: the user sees that, but what they wanted is done all the same.</summary>
    private async Task<bool> AcknowledgeAsync(
        Interaction interaction, InteractionResponse response, CancellationToken cancellation)
    {
        try
        {
            await rest.CreateInteractionResponseAsync(interaction.Id, interaction.Token, response, cancellation);
            return true;
        }
        catch (DiscordException exception)
        {
            LogLate(exception, interaction.Id, interaction.Type);
            return false;
        }
    }

    /// <summary>Those whose response never came, or came to nothing, and those that come no second time any more.</summary>
    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var (key, pending) in _pending)
        {
            if (now - pending.At > DiscordLimits.LongestResponse)
                _pending.TryRemove(key, out _);
        }
        foreach (var (id, at) in _taken)
        {
            if (now - at > LongestRepeat)
                _taken.TryRemove(id, out _);
        }
    }

    private static InteractionId Key(Interaction interaction) => new(interaction.Id.ToString());

    [LoggerMessage(Level = LogLevel.Warning, Message = "Interaction {Id} ({Type}) could not be acknowledged")]
    private partial void LogLate(DiscordException exception, Snowflake id, InteractionType type);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Interaction {Id} could not be turned away")]
    private partial void LogNotTurnedAway(DiscordException exception, InteractionId id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What interaction {Id} is about could not be read")]
    private partial void LogNotRead(DiscordException exception, Snowflake id);
}
