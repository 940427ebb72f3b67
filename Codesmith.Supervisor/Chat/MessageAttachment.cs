namespace Codesmith.Supervisor.Chat;

/// <summary>A file that came with a message.</summary>
/// <param name="Name">As the user's device named it: any text.</param>
/// <param name="Size">In bytes, as the service says.</param>
/// <param name="Source">What the adapter finds it by; may hold a secret of the service, so it is not logged.</param>
internal sealed record MessageAttachment(string Name, long Size, string Source)
{
    public override string ToString() => $"{nameof(MessageAttachment)} of {Size} bytes";
}
