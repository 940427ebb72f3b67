namespace Codesmith.Supervisor.Chat;

/// <summary>Where a session takes place.</summary>
/// <param name="Id">The channel.</param>
/// <param name="IsShared">
/// Whether others write there too, so that posts have to say whom they answer, and not every message is for Codesmith.
/// </param>
internal readonly record struct SessionChannel(ChannelId Id, bool IsShared);

/// <summary>A channel that was opened.</summary>
/// <param name="Channel">Which.</param>
/// <param name="Newest">The newest message that is not for the session, or an id before all that are.</param>
internal sealed record OpenedChannel(SessionChannel Channel, MessageId Newest);

/// <summary>Which channel a user wants.</summary>
internal enum ChannelPlace
{
    /// <summary>One of their own, that others do not read.</summary>
    Own,

    /// <summary>The one in which they ask.</summary>
    Here,

    /// <summary>Messages between the user and Codesmith alone.</summary>
    Direct,
}

/// <summary>Where a post appears, and for whom: nobody but its owner is ever called by it.</summary>
internal readonly record struct PostPlace(ChannelId Channel, UserId Owner);
