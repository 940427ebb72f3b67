using System.Collections.Immutable;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>The files of a prompt: first in the chat, then kept with us, at last in the workspace.</summary>
/// <param name="Folder">Their folder's name in the workspace, below <see cref="SandboxLayout.Attachments"/>.</param>
/// <param name="Names">Their names there, in the user's order, all different.</param>
/// <param name="AreKept">Whether they are with us: from then on they cannot be lost.</param>
internal sealed record AttachedFiles(string Folder, ImmutableList<string> Names, bool AreKept)
{
    public static readonly AttachedFiles None = new("", [], AreKept: true);

    /// <summary>Names the files of a message. A user's device may call them anything; the names here are safe.</summary>
    public static AttachedFiles Of(MessageId message, IReadOnlyList<MessageAttachment> attachments)
    {
        if (attachments.Count == 0)
            return None;
        var names = ImmutableList<string>.Empty;
        foreach (var attachment in attachments)
            names = names.Add(SafeFileName.Of(attachment.Name, names));
        return new AttachedFiles(SafeFileName.Of(message.Value, []), names, AreKept: false);
    }

    /// <summary>The prompt that says where its files are: the agent reads what is marked with an at sign.</summary>
    public string Mention(string text)
    {
        if (Names.IsEmpty)
            return text;
        string paths = string.Join('\n', Names.Select(name => $"@{SandboxLayout.Attachments}/{Folder}/{name}"));
        return string.IsNullOrWhiteSpace(text) ? $"Attached:\n{paths}" : $"{text}\n\nAttached:\n{paths}";
    }

    public bool Equals(AttachedFiles? other) =>
        other is not null && Folder == other.Folder && AreKept == other.AreKept && Names.SequenceEqual(other.Names);

    public override int GetHashCode() => HashCode.Combine(Folder, Names.Count, AreKept);
}
