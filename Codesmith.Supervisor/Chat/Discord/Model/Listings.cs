namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>A page of a channel's pinned messages, the latest pin first.</summary>
/// <param name="Items">The pins.</param>
/// <param name="HasMore">Whether earlier ones follow, before the time of the last.</param>
internal sealed record PinPage(IReadOnlyList<Pin> Items, bool HasMore = false);

/// <summary>A pinned message.</summary>
internal sealed record Pin(Message Message, DateTimeOffset PinnedAt);

/// <summary>The active threads of a guild that the bot sees.</summary>
internal sealed record ActiveThreads(IReadOnlyList<Channel> Threads);
