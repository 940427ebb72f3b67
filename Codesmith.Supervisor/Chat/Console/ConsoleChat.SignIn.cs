using Codesmith.Supervisor.Credentials;

namespace Codesmith.Supervisor.Chat.Console;

/// <summary>
/// Sign-ins: while one is open, what is typed and is no command belongs to it, and is neither shown nor remembered.
/// </summary>
internal sealed partial class ConsoleChat
{
    /// <summary>What an answer to an offer is noted as, in place of a command's name.</summary>
    private const string SignInEntry = "sign-in";

    private const string CancelWord = "cancel";
    private const string Hidden = "(hidden)";

    private SignInOffer? _offer;

    private void PutSignIn(SignInPost post)
    {
        if (post.Markdown.Length > 0)
            Say(NoticeLevel.Information, post.Markdown);
        Offer(post.Offer);
    }

    private void Offer(SignInOffer? offer)
    {
        _offer = offer;
        input.IsHidden = offer is not null;
        if (offer is null)
            return;
        if (offer.Link is { } link)
            view.Show(new ConsoleItem.Link(link));
        string asked = offer.Asks == SignInSecret.Code ? "code" : "key";
        Say(NoticeLevel.Information, $"Type the {asked} here, which is not shown, or `{CancelWord}`.");
    }

    private void Enter(SignInOffer offer, string text)
    {
        bool isCancel = text.Equals(CancelWord, StringComparison.OrdinalIgnoreCase);
        view.Show(new ConsoleItem.Echo(isCancel ? text : Hidden));
        var interaction = new InteractionId(NextId("sign-in"));
        _turns.CommandSent(interaction, SignInEntry);
        Happened(isCancel
            ? new SignInCancelled(User, Channel, interaction, offer.Id)
            : new SignInEntered(User, Channel, interaction, offer.Id, new Secret(text)));
    }
}
