using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Tests.Chat;

/// <summary>
/// A chat adapter and its one user, who sees what the service shows. Ready to use: the user has a channel.
/// </summary>
internal interface IChatUnderTest : IAsyncDisposable
{
    /// <summary>The adapter; its events are read by the test.</summary>
    IChat Chat { get; }

    UserId User { get; }

    /// <summary>The user's session's channel, in which all that follows happens.</summary>
    ChannelId Channel { get; }

    Task WriteAsync(string text);

    /// <summary>Gives a command as the service takes it, such as by typing it.</summary>
    Task InvokeAsync(string command, params IReadOnlyList<(string Option, string Value)> arguments);

    /// <summary>Answers a choice: for each item the labels, or words that are no label.</summary>
    Task ChooseAsync(QuestionAsked question, params IReadOnlyList<IReadOnlyList<string>> choices);

    /// <summary>Accepts or refuses a plan or a permission; words are for a refusal.</summary>
    Task DecideAsync(QuestionAsked question, bool accepts, string? words = null);

    /// <summary>Presses a key on a screen.</summary>
    Task PressAsync(QuestionAsked question, AgentKey key);

    /// <summary>Enters something where the newest open sign-in asks for it.</summary>
    Task EnterAsync(string words);

    /// <summary>Gives the newest open sign-in up.</summary>
    Task CancelSignInAsync();

    /// <summary>All that the user can read in a channel by now, the oldest first, responses to them included.</summary>
    Task<string> ReadAsync(ChannelId channel);

    /// <summary>Whom else than the user the service called by posts: by name, "everyone" or the like.</summary>
    Task<IReadOnlyList<string>> ReadPingsAsync();
}
