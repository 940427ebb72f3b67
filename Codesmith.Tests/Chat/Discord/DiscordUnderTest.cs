using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Questions;
using Interaction = Codesmith.Tests.Doubles.Discord.Interactions.Interaction;
using Message = Codesmith.Tests.Doubles.Discord.World.Message;

namespace Codesmith.Tests.Chat.Discord;

/// <summary>Alice on her own channel, for the contract.</summary>
internal sealed class DiscordUnderTest : IChatUnderTest
{
    private readonly DiscordStage _stage;
    private readonly ulong _channel;
    private readonly List<Interaction> _made = [];

    private DiscordUnderTest(DiscordStage stage, OpenedChannel opened)
    {
        _stage = stage;
        _channel = DiscordStage.Number(opened);
    }

    public IChat Chat => _stage.Chat;

    public UserId User => DiscordStage.User(_stage.Alice);

    public ChannelId Channel => DiscordStage.Channel(_channel);

    public static async Task<DiscordUnderTest> BeginAsync()
    {
        var stage = await DiscordStage.StartAsync();
        return new DiscordUnderTest(stage, await stage.OpenAsync(stage.Alice));
    }

    public Task WriteAsync(string text)
    {
        _stage.Discord.Say(_stage.Alice, _channel, text);
        return Task.CompletedTask;
    }

    public Task InvokeAsync(string command, params IReadOnlyList<(string Option, string Value)> arguments) =>
        MakeAsync(_stage.Discord.InvokeCommand(
            _stage.Alice, _channel, $"cc {command}",
            [.. arguments.Select(argument => (argument.Option, (object)argument.Value))]));

    public async Task ChooseAsync(QuestionAsked question, params IReadOnlyList<IReadOnlyList<string>> choices)
    {
        for (int number = 0; number < choices.Count; number++)
        {
            var (item, chosen) = (question.Items[number], choices[number]);
            // A closed one has nothing to choose with.
            if (Asking is not { Id: var post })
                return;
            if (!chosen.All(label => item.Options.Any(option => option.Label == label)))
                await SubmitAsync(await PressAsync("In my own words…"), chosen[0]);
            else if (item.MultiSelect)
                await MakeAsync(_stage.Discord.Select(_stage.Alice, post, "Choose one or more", [.. chosen]));
            else
                await PressAsync(chosen[0]);
        }
    }

    public async Task DecideAsync(QuestionAsked question, bool accepts, string? words = null)
    {
        var (yes, no) = question.Kind == QuestionKind.Plan ? ("Approve", "Keep planning") : ("Allow", "Deny");
        if (words is null)
            await PressAsync(accepts ? yes : no);
        else
            await SubmitAsync(await PressAsync($"{no}, and say why…"), words);
    }

    public Task PressAsync(QuestionAsked question, AgentKey key)
    {
        var owner = new Snowflake(_stage.Alice);
        return PressAsync(new CustomId.Press(owner, QuestionProgress.Key(owner, question), key).Write());
    }

    public async Task EnterAsync(string words)
    {
        bool isCode = Offering.Components.Any(row => row!.ToJsonString().Contains("Enter the code", StringComparison.Ordinal));
        var opened = await MakeAsync(_stage.Discord.PressButton(
            _stage.Alice, Offering.Id, isCode ? "Enter the code…" : "Enter the key…"));
        await SubmitAsync(opened, words);
    }

    public Task CancelSignInAsync() => MakeAsync(_stage.Discord.PressButton(_stage.Alice, Offering.Id, "Cancel"));

    public Task<string> ReadAsync(ChannelId channel) => Task.FromResult(
        _stage.Discord.Read(DiscordStage.Number(channel.Value)) + string.Concat(_made.Select(_stage.Discord.Read)));

    public Task<IReadOnlyList<string>> ReadPingsAsync() => Task.FromResult<IReadOnlyList<string>>(
    [
        .. _stage.Discord.Messages(_channel).Select(message => message.Mentions).SelectMany(mentions =>
            mentions.Users.Where(user => user != _stage.Alice).Concat(mentions.Roles).Select(id => $"{id}")
                .Concat(mentions.Everyone ? ["everyone"] : [])),
    ]);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    /// <summary>The newest message with something to press.</summary>
    private Message? Asking => _stage.Discord.Messages(_channel).LastOrDefault(message => message.Components.Count > 0);

    /// <summary>The newest sign-in: for the user alone, or in the channel.</summary>
    private Message Offering => _made.SelectMany(made => made.EphemeralMessages)
        .LastOrDefault(message => message.Components.Count > 0) ?? Asking!;

    private Task<Interaction> PressAsync(string button) =>
        MakeAsync(_stage.Discord.PressButton(_stage.Alice, Asking!.Id, button));

    private Task<Interaction> SubmitAsync(Interaction opened, string words) =>
        MakeAsync(_stage.Discord.SubmitModal(opened, ("text", words)));

    private async Task<Interaction> MakeAsync(Interaction interaction)
    {
        _made.Add(interaction);
        await _stage.AnsweredAsync(interaction);
        return interaction;
    }
}
