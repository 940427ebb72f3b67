namespace Codesmith.Supervisor.Chat;

/// <summary>A chat as the program sees it: to be connected, to be told the state of, perhaps to be ended by.</summary>
internal interface IChatFrontEnd
{
    /// <summary>The chat.</summary>
    IChat Chat { get; }

    /// <summary>Names what is stored for it: one lower-case word. Sessions of one chat mean nothing to another.</summary>
    string Name { get; }

    /// <summary>How the connection is, in a few words for the operator: "connected". May be read at any time.</summary>
    string State { get; }

    /// <summary>What the program is to end with: one line; null if all went well or there is nobody to tell.</summary>
    string? Failure { get; }

    /// <summary>Shows the operator what Codesmith found and will use, before the first event.</summary>
    void ShowBanner(IReadOnlyList<string> lines);

    /// <summary>Done at the first time that the chat is connected; its events are read from before that on.</summary>
    /// <exception cref="ChatException">It never will be; the message says why.</exception>
    Task ConnectedAsync(CancellationToken cancellationToken);
}
