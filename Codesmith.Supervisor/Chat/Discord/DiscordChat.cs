using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Codesmith.Supervisor.Chat.Discord.Channels;
using Codesmith.Supervisor.Chat.Discord.Inbox;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Posts;
using Codesmith.Supervisor.Chat.Discord.Questions;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.Signs;
using Codesmith.Supervisor.Requirements;

namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>Discord as a chat: the port's calls as requests of the REST API, and the events that others have read.</summary>
internal sealed class DiscordChat(
    DiscordRest rest, ChannelReader<ChatEvent> events, MessageInbox inbox, InteractionDesk desk, ChannelOpener opener,
    OpenQuestions questions, ReceiptSigns receipts, TypingSigns typing, DiscordCheck check, DiscordCalls calls) : IChat
{
    /// <inheritdoc/>
    public ChatTraits Traits { get; } = new(
        DiscordLimits.PostText, $"/{CommandInteractions.Root} ", OutlivesProgram: true, DiscordLimits.PanelPace,
        TellsPreviews: false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> ReadEventsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in events.ReadAllAsync(cancellationToken))
                yield return happened;
        }
        finally
        {
            desk.Close();
            while (events.TryRead(out var left))
            {
                if (left is InteractionEvent unheard)
                    desk.TurnAway(unheard.Interaction);
            }
        }
    }

    /// <inheritdoc/>
    public void Remember(SessionChannel channel, UserId user, MessageId? after, IReadOnlyList<MessageId> waiting)
    {
        var (id, owner) = (Id(channel.Id), Id(user));
        // Without a message of its own, the channel's beginning.
        inbox.Watch(channel, owner, after is { } message ? Id(message) : id, waiting.Select(Id));
        if (!channel.IsShared)
            opener.Remember(owner, id);
    }

    /// <inheritdoc/>
    public Task<OpenedChannel> OpenChannelAsync(
        UserId user, ChannelPlace place, ChannelId from, CancellationToken cancellationToken) =>
        DiscordCalls.AnyAsync(() => place == ChannelPlace.Direct
            ? opener.OpenDirectAsync(Id(user), cancellationToken)
            : OpenForSessionAsync(Id(user), place, Id(from), cancellationToken));

    /// <inheritdoc/>
    public Task<PostId> CreatePostAsync(PostPlace place, string nonce, Post post, CancellationToken cancellationToken)
    {
        var channel = Id(place.Channel);
        return calls.InAsync(
            channel,
            async () =>
            {
                var payload = PostBody.AsNew(Body(place, post), post.ReplyTo);
                var message = await rest.CreateMessageAsync(channel, payload, nonce, cancellationToken);
                return new PostId(message.Id.ToString());
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task EditPostAsync(PostPlace place, PostId id, Func<Post> latest, CancellationToken cancellationToken)
    {
        var channel = Id(place.Channel);
        return calls.InAsync(
            channel,
            () => rest.EditMessageAsync(channel, Id(id), () => Body(place, latest()), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeletePostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken) => calls.InAsync(
        Id(channel), () => rest.DeleteMessageAsync(Id(channel), Id(id), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task PinPostAsync(ChannelId channel, PostId id, CancellationToken cancellationToken) => calls.InAsync(
        Id(channel), () => rest.PinMessageAsync(Id(channel), Id(id), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task ShowReceiptAsync(
        ChannelId channel, MessageId message, Receipt receipt, CancellationToken cancellationToken)
    {
        inbox.SetWaiting(Id(channel), Id(message), receipt is Receipt.Received or Receipt.Queued);
        return calls.InAsync(
            Id(channel), () => receipts.ShowAsync(Id(channel), Id(message), receipt, cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task ShowWorkingAsync(ChannelId channel, bool working, CancellationToken cancellationToken)
    {
        typing.Show(Id(channel), working);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RespondAsync(InteractionId interaction, Response response, CancellationToken cancellationToken) =>
        DiscordCalls.AnyAsync(async () =>
        {
            await desk.RespondAsync(interaction, response, cancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public Task ReadAttachmentAsync(MessageAttachment attachment, Stream target, CancellationToken cancellationToken) =>
        DiscordCalls.AnyAsync(() => Uri.TryCreate(attachment.Source, UriKind.Absolute, out var url)
            ? rest.DownloadAttachmentAsync(url, target, attachment.Size, cancellationToken)
            : throw new ChatException("Its address cannot be read.", ChatFailure.Refused));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Requirement>> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(check.Run());

    private async Task<OpenedChannel> OpenForSessionAsync(
        Snowflake user, ChannelPlace place, Snowflake from, CancellationToken cancellation)
    {
        inbox.BeginOpening(user);
        try
        {
            var opened = await opener.OpenAsync(user, place, from, desk.Latest(user, from), cancellation);
            inbox.Open(opened.Channel, user, Id(opened.Newest));
            return opened;
        }
        finally
        {
            inbox.EndOpening(user);
        }
    }

    private MessagePayload Body(PostPlace place, Post post)
    {
        var owner = Id(place.Owner);
        return PostBody.Of(post, owner, post is QuestionPost question ? questions.Show(question, owner) : null);
    }

    private static Snowflake Id(ChannelId channel) => Snowflake.Parse(channel.Value);

    private static Snowflake Id(UserId user) => Snowflake.Parse(user.Value);

    private static Snowflake Id(MessageId message) => Snowflake.Parse(message.Value);

    private static Snowflake Id(PostId post) => Snowflake.Parse(post.Value);
}
