using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Posts;

namespace Codesmith.Supervisor.Chat.Discord.SignIns;

/// <summary>A sign-in as a message: what to do, the page as a link, and buttons for the form and for the way out.</summary>
internal static class SignInBody
{
    public static MessagePayload Of(SignInPost post, Snowflake owner) => new()
    {
        Content = DiscordText.Clip(Text(post.Markdown, post.Offer), DiscordLimits.Content),
        Embeds = [],
        Components = Rows(post.Offer, owner),
    };

    /// <summary>The text, with the page's address where no button has room for it.</summary>
    public static string Text(string markdown, SignInOffer? offer) =>
        offer?.Link is { AbsoluteUri: { Length: > DiscordLimits.ButtonUrl } address }
            ? $"{markdown}\n<{address}>"
            : markdown;

    /// <summary>The means to go on; empty for none.</summary>
    public static IReadOnlyList<Component> Rows(SignInOffer? offer, Snowflake owner) =>
        offer is null ? [] : [new ActionRow([.. Buttons(offer, owner)])];

    private static IEnumerable<Component> Buttons(SignInOffer offer, Snowflake owner)
    {
        if (offer.Link is { AbsoluteUri: { Length: <= DiscordLimits.ButtonUrl } address })
            yield return new Button(ButtonStyle.Link, "Open the page", Url: address);
        yield return new Button(
            ButtonStyle.Primary, offer.Asks == SignInSecret.Code ? "Enter the code…" : "Enter the key…",
            new CustomId.EnterSignIn(owner, offer.Id, offer.Asks).Write());
        yield return new Button(
            ButtonStyle.Secondary, "Cancel", new CustomId.CancelSignIn(owner, offer.Id).Write());
    }
}
