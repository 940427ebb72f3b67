namespace Codesmith.Tests.Doubles.Discord.World;

/// <summary>Discord's numbers.</summary>
internal enum ChannelKind
{
    Text = 0,
    Direct = 1,
    Voice = 2,
    Category = 4,
    Announcement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
}
