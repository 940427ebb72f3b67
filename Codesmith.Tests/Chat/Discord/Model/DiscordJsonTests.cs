using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Codesmith.Supervisor.Chat.Discord.Model;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Model;

/// <summary>What is read of Discord's JSON, and what is written.</summary>
internal sealed class DiscordJsonTests
{
    [Test]
    public void Message_IsRead()
    {
        var message = Read(DiscordJson.Default.Message, """
            { "id": "1300000000000000001", "type": 0, "channel_id": "1100000000000000200", "guild_id": "1100000000000000100", "channel_type": 0,
              "author": { "id": "1100000000000000010", "username": "owner", "global_name": "Owner", "discriminator": "0", "avatar": null },
              "member": { "roles": [ "5" ], "nick": null, "joined_at": "2026-01-01T00:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0 },
              "content": "fix the build", "timestamp": "2026-01-01T00:00:00.000000+00:00", "edited_timestamp": null, "tts": false, "mention_everyone": false,
              "mentions": [], "mention_roles": [], "attachments": [ { "id": "1300000000000000002", "filename": "log.txt", "size": 10, "url": "https://cdn.discordapp.com/attachments/1", "proxy_url": "x", "content_type": "text/plain" } ],
              "embeds": [], "pinned": false, "flags": 64, "components": [ { "type": 99 } ], "nonce": 123, "message_reference": { "type": 0, "message_id": "4" } }
            """);
        Assert.That(message.Id, Is.EqualTo(new Snowflake(1300000000000000001)));
        Assert.That(message.GuildId, Is.EqualTo(new Snowflake(1100000000000000100)));
        Assert.That(message.Author.DisplayName, Is.EqualTo("Owner"));
        Assert.That(message.Member!.Roles, Is.EqualTo(new[] { new Snowflake(5) }));
        Assert.That(message.Content, Is.EqualTo("fix the build"));
        Assert.That(message.Timestamp, Is.EqualTo(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.That(message.EditedTimestamp, Is.Null);
        Assert.That(
            message.Attachments,
            Is.EqualTo(new[]
            {
                new Attachment(new Snowflake(1300000000000000002), "log.txt", 10, "https://cdn.discordapp.com/attachments/1", "text/plain"),
            }));
        Assert.That(message.Nonce, Is.EqualTo("123"));
        Assert.That(message.Flags, Is.EqualTo(MessageFlags.Ephemeral));
        Assert.That(message.MessageReference!.MessageId, Is.EqualTo(new Snowflake(4)));
    }

    [Test]
    public void WhatNobodyKnowsYet_IsReadOver()
    {
        var message = Read(DiscordJson.Default.Message, """
            {"new":{"a":[1,{}]},"id":1,"type":4711,"channel_id":"2","author":{"id":"3","new":true},"flags":1099511627776}
            """);
        Assert.That(message, Is.EqualTo(new Message(
            new Snowflake(1), new Snowflake(2), new User(new Snowflake(3)), (MessageType)4711, Flags: (MessageFlags)(1L << 40))));
        Assert.That(Read(DiscordJson.Default.Channel, """{"id":"1","type":99}""").Type, Is.EqualTo((ChannelType)99));
    }

    [Test]
    public void MessageWithoutAnId_IsNotRead() =>
        Assert.That(() => Read(DiscordJson.Default.Message, """{"content":"x"}"""), Throws.InstanceOf<JsonException>());

    [Test]
    public void Command_IsReadWithItsOptions()
    {
        var interaction = Read(DiscordJson.Default.Interaction, """
            { "id": "1300000000000000100", "type": 2, "token": "secret-token", "application_id": "1100000000000000001",
              "guild_id": "1100000000000000100", "channel_id": "1100000000000000200", "locale": "de", "attachment_size_limit": 10485760,
              "member": { "user": { "id": "1100000000000000010", "username": "owner" }, "roles": [], "permissions": "2248473465835073" },
              "app_permissions": "1024",
              "data": { "id": "1300000000000000050", "name": "cc", "type": 1,
                "options": [ { "type": 1, "name": "start", "options": [ { "type": 3, "name": "prompt", "value": "fix it", "focused": true }, { "type": 4, "name": "n", "value": 17 }, { "type": 5, "name": "b", "value": true } ] } ],
                "resolved": { "attachments": { "1300000000000000060": { "id": "1300000000000000060", "filename": "log.txt", "size": 10, "url": "https://x", "content_type": "text/plain" } } } } }
            """);
        Assert.That(interaction.Type, Is.EqualTo(InteractionType.Command));
        Assert.That(interaction.Token.Reveal(), Is.EqualTo("secret-token"));
        Assert.That(interaction.ToString(), Does.Not.Contain("secret-token"));
        Assert.That(interaction.Invoker!.Username, Is.EqualTo("owner"));
        Assert.That((ulong)interaction.Member!.Permissions!, Is.EqualTo(2248473465835073));
        var options = interaction.Data!.Options!.Single().Options!;
        Assert.That(options.Select(option => option.Value), Is.EqualTo(new[] { "fix it", "17", "true" }));
        Assert.That(options.Select(option => option.Focused), Is.EqualTo(new[] { true, false, false }));
    }

    [Test]
    public void ComponentAndModal_AreRead()
    {
        var press = Read(DiscordJson.Default.Interaction, """
            {"id":"1","type":3,"token":"t","application_id":"2","user":{"id":"3"},"message":{"id":"4","channel_id":"5","author":{"id":"6"}},
             "data":{"component_type":3,"custom_id":"cc:stop:17","id":2,"values":["a","b"]}}
            """);
        Assert.That(press.Invoker!.Id, Is.EqualTo(new Snowflake(3)));
        Assert.That(press.Message!.Id, Is.EqualTo(new Snowflake(4)));
        Assert.That(press.Data!.CustomId, Is.EqualTo("cc:stop:17"));
        Assert.That(press.Data.ComponentType, Is.EqualTo(ComponentType.StringSelect));
        Assert.That(press.Data.Values, Is.EqualTo(new[] { "a", "b" }));

        var submit = Read(DiscordJson.Default.Interaction, """
            {"id":"1","type":5,"token":"t","application_id":"2","data":{"custom_id":"cc:ask:17","components":[
              {"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"text","value":"…"}},
              {"type":18,"id":3,"component":{"type":3,"id":4,"custom_id":"model","values":["opus"]}}]}}
            """);
        Assert.That(submit.Data!.Components![0].Component!.Value, Is.EqualTo("…"));
        Assert.That(submit.Data.Components[1].Component!.Values, Is.EqualTo(new[] { "opus" }));
    }

    [Test]
    public void PartOfTheMessageOfAComponent_IsEnough() => Assert.That(
        Read(DiscordJson.Default.Interaction, """
            {"id":"1","type":3,"token":"t","application_id":"2","message":{"id":"4","flags":64},"data":{}}
            """).Message!.Id,
        Is.EqualTo(new Snowflake(4)));

    [Test]
    public void GatewayEvents_AreRead()
    {
        var ready = Read(DiscordJson.Default.Ready, """
            {"v":10,"user":{"id":"1","bot":true},"guilds":[{"id":"2","unavailable":true}],
             "application":{"id":"3","flags":524288},"shard":[0,1]}
            """);
        Assert.That(ready.Guilds!.Single(), Is.EqualTo(new Guild(new Snowflake(2), Unavailable: true)));
        var guild = Read(DiscordJson.Default.Guild, """
            {"id":"2","name":"g","owner_id":"4","roles":[{"id":"2","name":"@everyone","permissions":"1024"}],
             "channels":[{"id":"5","type":0,"permission_overwrites":[{"id":"2","type":0,"allow":"0","deny":"1024"}]}],
             "threads":[{"id":"6","type":11,"thread_metadata":{"archived":false,"locked":true,"auto_archive_duration":60,"archive_timestamp":null}}],
             "members":[{"user":{"id":"1"},"roles":[]}]}
            """);
        Assert.That(guild.Roles!.Single().Permissions, Is.EqualTo(Permissions.ViewChannel));
        Assert.That(
            guild.Channels!.Single().PermissionOverwrites,
            Is.EqualTo(new[] { new Overwrite(new Snowflake(2), OverwriteType.Role, Deny: Permissions.ViewChannel) }));
        Assert.That(guild.Threads!.Single().IsThread);
        Assert.That(guild.Threads!.Single().ThreadMetadata, Is.EqualTo(new ThreadMetadata(Locked: true, AutoArchiveDuration: 60)));
        var gateway = Read(DiscordJson.Default.GatewayBot, """
            {"url":"wss://gateway.discord.gg","shards":1,"session_start_limit":{"total":1000,"remaining":999,"reset_after":14400000,"max_concurrency":1}}
            """);
        Assert.That(gateway.SessionStartLimit, Is.EqualTo(new SessionStartLimit(1000, 999, 14400000)));
        Assert.That(
            Read(DiscordJson.Default.MessageDeleteBulk, """{"ids":["1","2"],"channel_id":"3"}""").Ids,
            Is.EqualTo(new[] { new Snowflake(1), new Snowflake(2) }));
    }

    [TestCase("\"36893488147419104256\"", 1024UL, TestName = "Permissions_BeyondSixtyFourBits_KeepTheLower")]
    [TestCase("2048", 2048UL, TestName = "Permissions_AsANumber_AreRead")]
    public void Permissions_AreRead(string json, ulong value) => Assert.That(
        (ulong)Read(DiscordJson.Default.Permissions, json), Is.EqualTo(value));

    [Test]
    public void InvitePermissions_AreTheDocumentedSum() => Assert.That(
        (ulong)(Permissions.AddReactions | Permissions.ViewChannel | Permissions.SendMessages | Permissions.EmbedLinks
            | Permissions.AttachFiles | Permissions.ReadMessageHistory | Permissions.CreatePublicThreads
            | Permissions.SendMessagesInThreads | Permissions.PinMessages | Permissions.ManageThreads
            | Permissions.CreatePrivateThreads),
        Is.EqualTo(2252194950794304));

    [Test]
    public void Snowflake_TellsItsTime()
    {
        Assert.That(Snowflake.Parse("175928847299117063").CreatedAt.ToUnixTimeMilliseconds(), Is.EqualTo(1462015105796));
        Assert.That(Snowflake.TryParse("-1", out _), Is.False);
        Assert.That(Snowflake.TryParse(null, out _), Is.False);
        Assert.That(new Snowflake(9) < new Snowflake(10));
    }

    [Test]
    public void MessagePayload_IsWrittenAsDocumented() => AssertWritten(
        DiscordJson.Default.MessagePayload,
        new MessagePayload
        {
            Content = "Session **fix-build** started",
            Nonce = "s17-000042",
            EnforceNonce = true,
            MessageReference = new MessageReference(new Snowflake(1300000000000000001), FailIfNotExists: false),
            Flags = MessageFlags.SuppressNotifications,
            Embeds =
            [
                new Embed(
                    "fix-build", "running", Color: 5763719,
                    Fields: [new EmbedField("Model", "opus", Inline: true)]),
            ],
            Components =
            [
                new ActionRow(
                [
                    new Button(ButtonStyle.Danger, "Stop", "cc:stop:17"),
                    new Button(ButtonStyle.Link, "Docs", Url: "https://example.org"),
                ]),
            ],
        },
        """
        { "content": "Session **fix-build** started", "nonce": "s17-000042", "enforce_nonce": true, "allowed_mentions": { "parse": [] },
          "message_reference": { "message_id": "1300000000000000001", "fail_if_not_exists": false }, "flags": 4096,
          "embeds": [ { "title": "fix-build", "description": "running", "color": 5763719,
                        "fields": [ { "name": "Model", "value": "opus", "inline": true } ] } ],
          "components": [ { "type": 1, "components": [
            { "type": 2, "style": 4, "label": "Stop", "custom_id": "cc:stop:17" },
            { "type": 2, "style": 5, "label": "Docs", "url": "https://example.org" } ] } ] }
        """);

    [Test]
    public void Responses_AreWrittenAsDocumented()
    {
        var type = DiscordJson.Default.InteractionResponse;
        AssertWritten(type, InteractionResponse.Defer(isEphemeral: true), """{ "type": 5, "data": { "flags": 64 } }""");
        AssertWritten(type, InteractionResponse.Defer(isEphemeral: false), """{ "type": 5, "data": { } }""");
        AssertWritten(type, InteractionResponse.DeferUpdate(), """{ "type": 6 }""");
        AssertWritten(
            type,
            InteractionResponse.Update(new MessagePayload { Content = "Stopped", Components = [] }),
            """{ "type": 7, "data": { "content": "Stopped", "components": [], "allowed_mentions": { "parse": [] } } }""");
        AssertWritten(
            type,
            InteractionResponse.Suggest([new CommandChoice("fix-build (running)", "17")]),
            """{ "type": 8, "data": { "choices": [ { "name": "fix-build (running)", "value": "17" } ] } }""");
        AssertWritten(
            type,
            InteractionResponse.Open(new Modal("cc:ask:17", "Answer",
            [
                new Label(
                    "Your answer", new TextInput("text", TextInputStyle.Paragraph, MaxLength: 4000, Required: true), "Sent to the session"),
                new Label("Model", new StringSelect("model", [new SelectOption("Opus", "opus")], MinValues: 0, Required: false)),
            ])),
            """
            { "type": 9, "data": { "custom_id": "cc:ask:17", "title": "Answer", "components": [
              { "type": 18, "label": "Your answer", "description": "Sent to the session", "component": { "type": 4, "custom_id": "text", "style": 2, "max_length": 4000, "required": true } },
              { "type": 18, "label": "Model", "component": { "type": 3, "custom_id": "model", "required": false, "min_values": 0, "options": [ { "label": "Opus", "value": "opus" } ] } } ] } }
            """);
    }

    [Test]
    public void Commands_AreWrittenAsDocumentedAndComeBackTheSame()
    {
        const string Json = """
            [ { "name": "cc", "description": "Claude Code sessions", "type": 1,
                "options": [ { "type": 1, "name": "start", "description": "Start a session", "options": [
                  { "type": 3, "name": "prompt", "description": "What to do", "required": true, "max_length": 4000 },
                  { "type": 3, "name": "model", "description": "Model", "choices": [ { "name": "Opus", "value": "opus" } ] } ] } ] } ]
            """;
        AssertWritten(
            DiscordJson.Default.IReadOnlyListCommandPayload,
            [
                new CommandPayload("cc", "Claude Code sessions",
                [
                    new CommandOption(CommandOptionType.SubCommand, "start", "Start a session", Options:
                    [
                        new CommandOption(CommandOptionType.Text, "prompt", "What to do", Required: true, MaxLength: 4000),
                        new CommandOption(CommandOptionType.Text, "model", "Model", Choices: [new CommandChoice("Opus", "opus")]),
                    ]),
                ]),
            ],
            Json);
        var kept = Read(
            DiscordJson.Default.IReadOnlyListApplicationCommand, Json.Replace("\"name\": \"cc\"", "\"name\":\"cc\",\"id\":\"1\"", StringComparison.Ordinal));
        Assert.That(kept.Single().Options!.Single().Options!.Select(option => option.Name), Is.EqualTo(new[] { "prompt", "model" }));
    }

    [Test]
    public void Channels_AreWrittenAsDocumented()
    {
        AssertWritten(DiscordJson.Default.ThreadModify, new ThreadModify(Archived: false), """{"archived":false}""");
        AssertWritten(
            DiscordJson.Default.ChannelCreate,
            new ChannelCreate("a", PermissionOverwrites: [new Overwrite(new Snowflake(1), OverwriteType.Member, Permissions.PinMessages)]),
            """{"name":"a","type":0,"permission_overwrites":[{"id":"1","type":1,"allow":"2251799813685248","deny":"0"}]}""");
    }

    private static T Read<T>(JsonTypeInfo<T> type, string json) => JsonSerializer.Deserialize(json, type)!;

    private static void AssertWritten<T>(JsonTypeInfo<T> type, T value, string json)
    {
        var written = JsonSerializer.Serialize(value, type);
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(json)), written);
    }
}
