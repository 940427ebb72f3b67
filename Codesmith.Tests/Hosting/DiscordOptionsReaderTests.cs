using System.Text;
using System.Text.Json;
using Codesmith.Supervisor.Chat.Discord;
using Codesmith.Supervisor.Hosting;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed class DiscordOptionsReaderTests
{
    private const string Token = "bot.very-secret.token";
    private const ulong Id = 1234567890123456789;

    [Test]
    public void NoToken_IsTheTerminal() => Assert.That(Read("{}", out _), Is.Null);

    [Test]
    public void Token_IsDiscordForEverybody()
    {
        DiscordOptions options = Read("{}", out _, ("DISCORD_BOT_TOKEN", Token))!;

        Assert.That(
            (options.Token.Reveal(), options.ApiBase.AbsoluteUri, options.Channel),
            Is.EqualTo((Token, "https://discord.com/api/v10", (ulong?)null)));
        Assert.That(options.Admission.Guilds.Concat(options.Admission.Roles).Concat(options.Admission.Users), Is.Empty);
    }

    [Test]
    public void File_HoldsEverything()
    {
        DiscordOptions options = Read(
            $$"""
            {
              // As ids are copied: as text, or as a number.
              "BotToken": "{{Token}}", "ChannelId": "{{Id}}", "ApiBase": "http://127.0.0.1:81/api/v10/",
              "Guilds": ["1", 2], "Roles": [], "Users": [{{Id}}],
            }
            """,
            out _)!;

        Assert.That(
            (options.Token.Reveal(), options.ApiBase.AbsoluteUri, options.Channel),
            Is.EqualTo((Token, "http://127.0.0.1:81/api/v10", (ulong?)Id)));
        Assert.That(options.Admission.Guilds, Is.EquivalentTo(new ulong[] { 1, 2 }));
        Assert.That(options.Admission.Roles, Is.Empty);
        Assert.That(options.Admission.Users, Is.EquivalentTo(new[] { Id }));
    }

    [TestCase("https://proxy.example/api", true)]
    [TestCase("http://localhost:8080", true)]
    [TestCase("http://[::1]:8080/api", true)]
    [TestCase("http://proxy.example/api", false)]
    [TestCase("wss://proxy.example", false)]
    [TestCase("https://user:password@proxy.example", false)]
    [TestCase("https://proxy.example/?a=b", false)]
    [TestCase("proxy.example", false)]
    public void ApiBase_IsHttpsOrThisMachine(string address, bool isValid)
    {
        Read("{}", out IReadOnlyList<string> mistakes, ("DISCORD_BOT_TOKEN", Token), ("DISCORD_API_BASE", address));

        Assert.That(mistakes, Has.Count.EqualTo(isValid ? 0 : 1));
        Assert.That(mistakes, Has.None.Contains("password"));
    }

    [Test]
    public void EveryMistake_IsALineWithoutTheToken()
    {
        Read(
            """{ "Guilds": "1,2", "Roles": ["admins"], "Users": ["-1", "0"] }""",
            out IReadOnlyList<string> mistakes,
            ("DISCORD_BOT_TOKEN", $"Bot {Token}"), ("CODESMITH_CHANNEL_ID", "#general"));

        Assert.That(mistakes, Is.EqualTo(new[]
        {
            "DISCORD_BOT_TOKEN holds characters that no key has: is it quoted, or are there two lines?",
            "CODESMITH_CHANNEL_ID is no Discord id, which is a number such as 1234567890123456789.",
            "Discord:Guilds is to be a list of Discord ids, such as [\"1234567890123456789\"].",
            "Discord:Roles holds something that is no Discord id, which is a number such as 1234567890123456789.",
            "Discord:Users holds something that is no Discord id, which is a number such as 1234567890123456789.",
            "Discord:Users holds something that is no Discord id, which is a number such as 1234567890123456789.",
        }));
    }

    [Test]
    public void ChannelWithoutToken_IsAMistake()
    {
        Read("{}", out IReadOnlyList<string> mistakes, ("CODESMITH_CHANNEL_ID", "1"));
        Assert.That(mistakes, Is.EqualTo(new[]
        {
            "CODESMITH_CHANNEL_ID is set but DISCORD_BOT_TOKEN is not: set both for Discord, none for the terminal.",
        }));
    }

    [Test]
    public void Token_IsNeverShown()
    {
        DiscordOptions options = Read("{}", out _, ("DISCORD_BOT_TOKEN", Token))!;
        Assert.That(new[] { options.ToString(), JsonSerializer.Serialize(options) }, Has.None.Contains(Token));
    }

    private static DiscordOptions? Read(
        string section, out IReadOnlyList<string> mistakes, params (string Name, string Value)[] variables)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Discord": {{section}} }"""));
        var settings = new Settings(
            name => variables.FirstOrDefault(v => v.Name == name).Value,
            new ConfigurationBuilder().AddJsonStream(json).Build());
        DiscordOptions? options = DiscordOptionsReader.Read(settings);
        mistakes = settings.Mistakes;
        return options;
    }
}
