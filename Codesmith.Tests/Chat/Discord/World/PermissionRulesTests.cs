using System.Collections.Immutable;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.World;

internal sealed class PermissionRulesTests
{
    private const Permissions View = Permissions.ViewChannel;
    private const Permissions Send = Permissions.SendMessages;

    private static readonly Snowflake Guild = new(1);
    private static readonly Snowflake OwnerId = new(2);
    private static readonly Snowflake Member = new(3);
    private static readonly Snowflake Smith = new(4);
    private static readonly Snowflake Guest = new(5);
    private static readonly Snowflake Administrator = new(6);

    /// <summary>Each row: who and what is said in the channel, and what of viewing and sending is left.</summary>
    private static readonly TestCaseData[] Table =
    [
        Row("Nothing said", View, []),
        Row("Role adds", View | Send, [], Smith),
        Row("Everyone denied", Permissions.None, [Of(Guild, deny: View)]),
        Row("Everyone allowed", View | Send, [Of(Guild, allow: Send)]),
        Row("Role goes before everyone", View, [Of(Guild, deny: View), Of(Smith, allow: View, deny: Send)], Smith),
        Row("Another's role counts for nothing", View, [Of(Smith, deny: View)]),
        Row(
            "Of two roles, what one allows counts", View | Send,
            [Of(Smith, deny: Send), Of(Guest, allow: Send)], Smith, Guest),
        Row(
            "Member goes before roles", Permissions.None,
            [Of(Smith, allow: View), OfMember(Member, deny: View | Send)], Smith),
        Row("Another member counts for nothing", View, [OfMember(OwnerId, deny: View)]),
        Row(
            "Order in the list counts for nothing", View | Send,
            [OfMember(Member, allow: View | Send), Of(Guild, deny: View | Send)]),
        Row("Unknown role gives nothing", View, [], new Snowflake(99)),
    ];

    [TestCaseSource(nameof(Table))]
    public void Permissions_AreReckonedAsDiscordDoes(object left, object said, object roles) => Assert.That(
        Reckon(Member, (Overwrite[])said, (Snowflake[])roles) & (View | Send), Is.EqualTo(left));

    [Test]
    public void Owner_MayDoEverything() => Assert.That(
        Reckon(OwnerId, [Of(Guild, deny: View)], []), Is.EqualTo(PermissionRules.Everything));

    [Test]
    public void Administrator_MayDoEverything()
    {
        Overwrite[] said = [OfMember(Member, deny: View)];

        Assert.That(Reckon(Member, said, [Administrator]), Is.EqualTo(PermissionRules.Everything));
    }

    [Test]
    public void Thread_HasWhatItsParentSays()
    {
        var parent = new Channel(new Snowflake(10), PermissionOverwrites: [OfMember(Member, deny: View)]);
        var thread = new Channel(new Snowflake(11), ChannelType.PrivateThread, ParentId: parent.Id);
        var guild = Forge(parent, thread);

        Assert.That(guild.BotPermissions(Member, thread), Is.EqualTo(guild.BotPermissions(Member, parent)));
        Assert.That(guild.BotPermissions(Member, parent).HasFlag(View), Is.False);
    }

    private static Permissions Reckon(Snowflake member, Overwrite[] said, Snowflake[] roles) => PermissionRules.Of(
        Forge(), member, roles, new Channel(new Snowflake(10), PermissionOverwrites: said));

    private static GuildView Forge(params Channel[] channels) => new(
        Guild, "forge", OwnerId,
        new Role[]
        {
            new(Guild, "@everyone", View), new(Smith, "smith", Send), new(Guest, "guest"),
            new(Administrator, "administrator", Permissions.Administrator),
        }.ToImmutableDictionary(role => role.Id),
        [], channels.ToImmutableDictionary(channel => channel.Id));

    private static TestCaseData Row(string name, Permissions left, Overwrite[] said, params Snowflake[] roles) =>
        new TestCaseData(left, said, roles).SetArgDisplayNames(name);

    private static Overwrite Of(
        Snowflake role, Permissions allow = Permissions.None, Permissions deny = Permissions.None) =>
        new(role, OverwriteType.Role, allow, deny);

    private static Overwrite OfMember(
        Snowflake member, Permissions allow = Permissions.None, Permissions deny = Permissions.None) =>
        new(member, OverwriteType.Member, allow, deny);
}
