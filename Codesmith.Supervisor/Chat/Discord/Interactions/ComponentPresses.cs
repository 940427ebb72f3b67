using System.Globalization;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat.Discord.Inbox;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Questions;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.Signs;
using Codesmith.Supervisor.Commands;
using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat.Discord.Interactions;

/// <summary>Reads presses of buttons, choices in lists and forms that were sent.</summary>
internal sealed class ComponentPresses(
    DiscordRest rest, OpenQuestions questions, MessageReading messages, ReceiptSigns signs)
{
    private const string NotYours = "That belongs to somebody else's session.";
    private const string NotOpen = "That question is not open any more.";

    public InteractionStep Read(Interaction interaction)
    {
        if (!CustomId.TryRead(interaction.Data?.CustomId, out var id))
            return InteractionStep.Say("That button is from an earlier version of Codesmith, and does nothing any more.");
        if (interaction.Invoker?.Id != id.Owner)
            return InteractionStep.Say(NotYours);
        return id switch
        {
            CustomId.Retry retry => Retry(interaction, retry),
            CustomId.Choose choose => Choose(interaction, choose),
            CustomId.Words words => Write(interaction, words),
            CustomId.Refuse refuse => Refuse(interaction, refuse),
            CustomId.Decide decide => Answer(
                interaction, decide, decide.Question, asked => new QuestionAnswer(asked.QuestionId, decide.Decision, [])),
            CustomId.Press press => Press(interaction, press),
            CustomId.BeginSignIn => Concern(new CommandInvoked(
                User(id), Channel(interaction), Key(interaction), CommandCatalogue.Login, new Dictionary<string, string>())),
            CustomId.EnterSignIn enter when interaction.Type != InteractionType.ModalSubmit =>
                new InteractionStep(InteractionResponse.Open(QuestionForm.ForSignIn(enter))),
            CustomId.EnterSignIn enter => Concern(new SignInEntered(
                User(id), Channel(interaction), Key(interaction), enter.Offer,
                new Secret(QuestionForm.Read(interaction.Data!)))),
            CustomId.CancelSignIn cancel => Concern(
                new SignInCancelled(User(id), Channel(interaction), Key(interaction), cancel.Offer)),
            _ => throw new InvalidOperationException($"No such id: {id.GetType().Name}"),
        };
    }

    /// <summary>
    /// Whether it goes on with a sign-in, which is the one thing that is done in direct messages: who may begin one was
    /// looked at on the server.
    /// </summary>
    public static bool ContinuesSignIn(Interaction interaction) =>
        CustomId.TryRead(interaction.Data?.CustomId, out var id) && id is CustomId.EnterSignIn or CustomId.CancelSignIn;

    /// <summary>What was pressed came to nothing: a question that was answered by it is asked anew.</summary>
    /// <returns>How its message is to look now; null if it stays.</returns>
    public MessagePayload? Refused(CustomId? id)
    {
        string? key = id switch
        {
            CustomId.Choose choose => choose.Question,
            CustomId.Words words => words.Question,
            _ => null,
        };
        return key is not null && questions.Restart(key) is { } progress ? Body(progress, id!.Owner) : null;
    }

    private InteractionStep Retry(Interaction interaction, CustomId.Retry id)
    {
        if (interaction.ChannelId is not { } channel || !Snowflake.TryParse(id.Message.Value, out var message))
            return InteractionStep.Say(NotOpen);
        return new InteractionStep(InteractionResponse.DeferUpdate())
        {
            Id = id,
            Later = async cancellation =>
            {
                var read = await rest.GetMessageAsync(channel, message, cancellation);
                signs.ExpectAgain(message);
                return new MessageRetried(User(id), Channel(interaction), Key(interaction), messages.Read(read, isAddressed: true));
            },
        };
    }

    private InteractionStep Choose(Interaction interaction, CustomId.Choose id)
    {
        var chosen = id.Option is { } option
            ? [option]
            : (interaction.Data?.Values ?? []).Select(Number).ToArray();
        return Advance(interaction, id, questions.Answer(
            id.Question, id.Item, item => [.. chosen.Where(one => one < item.Options.Count).Select(one => item.Options[one].Label)]));
    }

    private InteractionStep Write(Interaction interaction, CustomId.Words id)
    {
        if (interaction.Type == InteractionType.ModalSubmit)
        {
            string text = QuestionForm.Read(interaction.Data!);
            return text.Length == 0
                ? InteractionStep.Say("An answer needs at least a word.")
                : Advance(interaction, id, questions.Answer(id.Question, id.Item, _ => [text]));
        }
        return questions.Find(id.Question) is { Item: { } item } progress && progress.Chosen.Count == id.Item
            ? new InteractionStep(InteractionResponse.Open(QuestionForm.ForAnswer(id, item)))
            : InteractionStep.Say(NotOpen);
    }

    private InteractionStep Refuse(Interaction interaction, CustomId.Refuse id)
    {
        if (interaction.Type != InteractionType.ModalSubmit)
        {
            return questions.Find(id.Question) is null
                ? InteractionStep.Say(NotOpen)
                : new InteractionStep(InteractionResponse.Open(QuestionForm.ForRefusal(id)));
        }
        string words = QuestionForm.Read(interaction.Data!);
        return Answer(interaction, id, id.Question, asked => new QuestionAnswer(
            asked.QuestionId, QuestionDecision.Refuse, [], words.Length > 0 ? words : null));
    }

    private InteractionStep Press(Interaction interaction, CustomId.Press id) =>
        questions.Find(id.Question) is { } progress
            ? new InteractionStep(InteractionResponse.DeferUpdate())
            {
                Id = id,
                Happened = new KeyPressed(User(id), Channel(interaction), Key(interaction), progress.Asked.QuestionId, id.Key),
            }
            : InteractionStep.Say(NotOpen);

    /// <summary>What nobody else may see: answered as a command is.</summary>
    private static InteractionStep Concern(InteractionEvent happened) =>
        new(InteractionResponse.Defer(isEphemeral: true)) { Happened = happened };

    /// <summary>On to the next item, or, after the last, to the agent.</summary>
    private static InteractionStep Advance(Interaction interaction, CustomId id, QuestionProgress? progress)
    {
        if (progress is null)
            return InteractionStep.Say(NotOpen);
        if (!progress.IsComplete)
            return new InteractionStep(InteractionResponse.Update(Body(progress, id.Owner)));
        return new InteractionStep(InteractionResponse.DeferUpdate())
        {
            Id = id,
            Happened = new QuestionReplied(User(id), Channel(interaction), Key(interaction), progress.ToAnswer()),
        };
    }

    private InteractionStep Answer(
        Interaction interaction, CustomId id, string key, Func<QuestionAsked, QuestionAnswer> answer) =>
        questions.Find(key) is { } progress
            ? new InteractionStep(InteractionResponse.DeferUpdate())
            {
                Id = id,
                Happened = new QuestionReplied(User(id), Channel(interaction), Key(interaction), answer(progress.Asked)),
            }
            : InteractionStep.Say(NotOpen);

    private static MessagePayload Body(QuestionProgress progress, Snowflake owner) =>
        QuestionBody.Of(new QuestionPost(progress.Asked, Closing: null), owner, progress);

    private static UserId User(CustomId id) => new(id.Owner.ToString());

    private static ChannelId Channel(Interaction interaction) => new(interaction.ChannelId.ToString()!);

    private static InteractionId Key(Interaction interaction) => new(interaction.Id.ToString());

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
}
