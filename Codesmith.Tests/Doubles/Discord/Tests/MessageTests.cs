using System.Net.Http.Headers;
using System.Text;
using Codesmith.Tests.Doubles.Discord.World;
using NUnit.Framework;

namespace Codesmith.Tests.Doubles.Discord.Tests;

internal sealed class MessageTests
{
    [Test]
    public async Task Message_IsReadAsAPersonSeesIt()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var asked = test.Discord.Say(test.Owner, test.Channel, "fix the build", [new Upload("log.txt", [1, 2])]);

        var posted = await test.Bot.PostAsync(test.Channel, $$$"""
            {"content":"Session **fix** started\nsecond line","nonce":"n1","enforce_nonce":true,"allowed_mentions":{"parse":[]},
             "message_reference":{"message_id":"{{{asked}}}"},
             "embeds":[{"title":"fix","description":"running","color":5763719,"fields":[{"name":"Model","value":"opus","inline":true}],"footer":{"text":"turn 3"}}],
             "components":[{"type":1,"components":[{"type":2,"style":4,"label":"Stop","custom_id":"cc:stop"},
               {"type":2,"style":2,"label":"Details","custom_id":"cc:details","disabled":true},
               {"type":2,"style":5,"label":"Docs","url":"https://example.org"}]},
              {"type":1,"components":[{"type":3,"custom_id":"cc:model","placeholder":"Model","options":[{"label":"Opus","value":"o","default":true},{"label":"Sonnet","value":"s"}]}]}]}
            """);
        test.Discord.React(test.Owner, test.Channel, posted, "✅");
        await test.Bot.SendAsync("PUT", $"/channels/{test.Channel}/messages/{posted}/reactions/%E2%9C%85/@me");

        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("""
            owner: fix the build
              [file log.txt]
            codesmith (reply to owner): Session **fix** started
              second line
              | fix
              | running
              | Model: opus
              | turn 3
              [Stop] [Details (off)] [Docs]
              {Model: *Opus, Sonnet}
              ✅ 2

            """));
        Assert.That(test.Discord.Violations, Is.Empty);
    }

    [Test]
    public async Task Nonce_FindsTheFirstMessageForAFewMinutes()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        const string Body = """{"content":"once","nonce":"n1","enforce_nonce":true}""";

        var first = await test.Bot.PostAsync(test.Channel, Body);
        var again = await test.Bot.PostAsync(test.Channel, Body);
        test.Clock.Advance(TimeSpan.FromMinutes(10));
        var late = await test.Bot.PostAsync(test.Channel, Body);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(late, Is.GreaterThan(first));
        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("codesmith: once\ncodesmith: once\n"));
    }

    [Test]
    public async Task List_IsNewestFirst()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var ids = Enumerable.Range(0, 5).Select(number => test.Discord.Say(test.Owner, test.Channel, $"{number}")).ToList();

        Assert.That(await ContentsAsync("limit=2"), Is.EqualTo("43"));
        Assert.That(await ContentsAsync($"after={ids[0]}&limit=2"), Is.EqualTo("21"));
        Assert.That(await ContentsAsync($"before={ids[3]}&limit=2"), Is.EqualTo("21"));
        Assert.That(await ContentsAsync($"around={ids[2]}&limit=3"), Is.EqualTo("321"));
        Assert.That((await ListAsync($"before={ids[0]}&after={ids[0]}")).Code, Is.EqualTo(50035));

        async Task<string> ContentsAsync(string query) => string.Concat(
            (await ListAsync(query)).Json.EnumerateArray().Select(
                message => message.GetProperty("content").GetString()));

        Task<RawBot.RawAnswer> ListAsync(string query) =>
            test.Bot.SendAsync("GET", $"/channels/{test.Channel}/messages?{query}");
    }

    [Test]
    public async Task Edit_ChangesWhatItNames()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var id = await test.Bot.PostAsync(test.Channel, """{"content":"a","embeds":[{"title":"t"}]}""");
        var foreign = test.Discord.Say(test.Owner, test.Channel, "mine");

        var edited = await test.Bot.SendAsync("PATCH", $"/channels/{test.Channel}/messages/{id}", """{"content":"b"}""");
        Assert.That(edited.Status, Is.EqualTo(200));
        Assert.That(test.Discord.Read(test.Channel), Does.StartWith("codesmith: b\n  | t\n"));
        Assert.That(test.Discord.Violations, Is.Empty);

        var others = await test.Bot.SendAsync("PATCH", $"/channels/{test.Channel}/messages/{foreign}", """{"content":"b"}""");
        var empty = await test.Bot.SendAsync("PATCH", $"/channels/{test.Channel}/messages/{id}", """{"content":"","embeds":[]}""");
        Assert.That((others.Status, others.Code), Is.EqualTo((403, 50005)));
        Assert.That((empty.Status, empty.Code), Is.EqualTo((400, 50006)));
        Assert.That(test.Discord.Violations, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Files_AreReadByTheirWholeAddressOnly()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("""{"content":"see","attachments":[{"id":0,"description":"a log"}]}""", Encoding.UTF8, "application/json"), "payload_json");
        var file = new ByteArrayContent([7, 8, 9]);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        form.Add(file, "files[0]", "log.txt");

        var answer = await test.Bot.SendAsync("POST", $"/channels/{test.Channel}/messages", form);
        var attachment = answer.Json.GetProperty("attachments")[0];
        var url = new Uri(attachment.GetProperty("url").GetString()!);
        using var http = new HttpClient();
        var bytes = await http.GetByteArrayAsync(url);
        using var unsigned = await http.GetAsync(new Uri(url.GetLeftPart(UriPartial.Path)));

        Assert.That(bytes, Is.EqualTo(new byte[] { 7, 8, 9 }));
        Assert.That((int)unsigned.StatusCode, Is.EqualTo(404));
        Assert.That(attachment.GetProperty("description").GetString(), Is.EqualTo("a log"));

        var kept = await test.Bot.SendAsync(
            "PATCH", $"/channels/{test.Channel}/messages/{answer.Id}", $$"""{"attachments":[{"id":"{{attachment.GetProperty("id").GetString()}}"}]}""");
        var cleared = await test.Bot.SendAsync("PATCH", $"/channels/{test.Channel}/messages/{answer.Id}", """{"attachments":[]}""");
        Assert.That(kept.Json.GetProperty("attachments").GetArrayLength(), Is.EqualTo(1));
        Assert.That(cleared.Json.GetProperty("attachments").GetArrayLength(), Is.Zero);
        Assert.That(test.Discord.Violations, Is.Empty);
    }

    [Test]
    public async Task Mentions_FollowWhatIsAllowed()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var mention = $"<@{test.Owner}>";

        await test.Bot.PostAsync(test.Channel, $$"""{"content":"{{mention}}"}""");
        await test.Bot.PostAsync(test.Channel, $$$"""{"content":"{{{mention}}}","allowed_mentions":{"parse":[]}}""");

        Assert.That(test.Discord.Messages(test.Channel)[0].Mentions.Users, Is.EqualTo(new[] { test.Owner }));
        Assert.That(test.Discord.Messages(test.Channel)[1].Mentions.Users, Is.Empty);
    }

    [Test]
    public async Task Pins_LeaveANotice()
    {
        await using var test = await DoubleUnderTest.StartAsync();
        var bot = test.Discord.CreateRole(test.Guild, "pinner", Permission.PinMessages);
        test.Discord.SetRoles(test.Guild, test.Discord.BotId, bot);
        var id = await test.Bot.PostAsync(test.Channel, """{"content":"panel"}""");

        var pinned = await test.Bot.SendAsync("PUT", $"/channels/{test.Channel}/messages/pins/{id}");
        var list = await test.Bot.SendAsync("GET", $"/channels/{test.Channel}/messages/pins");

        Assert.That(pinned.Status, Is.EqualTo(204));
        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo(
            "codesmith: panel\n  (pinned)\n* codesmith pinned a message\n"));
        Assert.That(list.Json.GetProperty("items")[0].GetProperty("message").GetProperty("content").GetString(), Is.EqualTo("panel"));
    }

    [Test]
    public async Task BulkDelete_TakesTwoToAHundredYoungOnes()
    {
        await using var test = await DoubleUnderTest.StartAsync(new DiscordDoubleOptions { ChecksSchema = false });
        var role = test.Discord.CreateRole(test.Guild, "cleaner", Permission.ManageMessages);
        test.Discord.SetRoles(test.Guild, test.Discord.BotId, role);
        var old = test.Discord.Say(test.Owner, test.Channel, "old");
        test.Clock.Advance(TimeSpan.FromDays(15));
        var (one, two) = (
            test.Discord.Say(test.Owner, test.Channel, "1"), test.Discord.Say(test.Owner, test.Channel, "2"));

        Assert.That((await DeleteAsync(one)).Code, Is.EqualTo(50016));
        Assert.That((await DeleteAsync(old, one)).Code, Is.EqualTo(50034));
        Assert.That((await DeleteAsync(one, two)).Status, Is.EqualTo(204));
        Assert.That(test.Discord.Read(test.Channel), Is.EqualTo("owner: old\n"));

        Task<RawBot.RawAnswer> DeleteAsync(params ulong[] ids) => test.Bot.SendAsync(
            "POST", $"/channels/{test.Channel}/messages/bulk-delete", $$"""{"messages":[{{string.Join(',', ids.Select(id => $"\"{id}\""))}}]}""");
    }
}
