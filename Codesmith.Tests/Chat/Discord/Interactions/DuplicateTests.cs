using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Tests.Doubles.Discord.Gateway;
using Codesmith.Tests.Doubles.Discord.Interactions;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Interactions;

/// <summary>Discord may send an interaction twice. An answer to the second one would be a violation.</summary>
internal sealed class DuplicateTests
{
    [Test]
    public async Task DuplicatedCommand_IsToldOnceAndAnsweredInItsPlace()
    {
        await using var stage = await DiscordStage.StartAsync();

        var run = await TwiceAsync(
            stage, () => stage.Discord.InvokeCommand(stage.Alice, stage.General, "cc status"));
        await stage.RespondAsync(await stage.NextAsync<CommandInvoked>(), "Your session runs.");

        Assert.That(stage.Read(run), Is.EqualTo("codesmith (only you see this): Your session runs.\n"));
        Assert.That(stage.Read(stage.General), Is.Empty);
        await stage.NothingAsync();
    }

    [Test]
    public async Task DuplicatedSuggestion_IsAnsweredOnce()
    {
        await using var stage = await DiscordStage.StartAsync();

        await TwiceAsync(stage, () => stage.Discord.Autocomplete(stage.Alice, stage.General, "cc model", "name", "O"));

        await stage.NothingAsync();
    }

    [Test]
    public async Task DuplicatedRefusal_IsSaidOnce()
    {
        await using var stage = await DiscordStage.PrepareAsync();
        stage.Options = stage.Options with { Admission = stage.Options.Admission with { Users = [stage.Alice] } };
        await stage.ConnectAsync();

        await TwiceAsync(stage, () => stage.Discord.InvokeCommand(stage.Bob, stage.General, "cc status"));

        await stage.NothingAsync();
    }

    [Test]
    public async Task DuplicatedPressesAndForms_AreToldOnce()
    {
        await using var stage = await DiscordStage.StartAsync();
        ulong plan = await AskAsync(stage, new QuestionAsked("p", QuestionKind.Plan, "A plan", "1. Do it", []));
        ulong screen = await AskAsync(stage, new QuestionAsked("s", QuestionKind.Screen, "A screen", "> a", []));

        await TwiceAsync(stage, () => stage.Discord.PressButton(stage.Alice, screen, "Enter"));
        await stage.NextAsync<KeyPressed>();
        var form = await TwiceAsync(
            stage, () => stage.Discord.PressButton(stage.Alice, plan, "Keep planning, and say why…"));
        await TwiceAsync(stage, () => stage.Discord.SubmitModal(form, ("text", "Not yet.")));
        await stage.NextAsync<QuestionReplied>();
        await TwiceAsync(stage, () => stage.Discord.PressButton(stage.Alice, plan, "Approve"));
        await stage.NextAsync<QuestionReplied>();

        await stage.NothingAsync();
    }

    private static async Task<Interaction> TwiceAsync(DiscordStage stage, Func<Interaction> use)
    {
        stage.Discord.GatewayFaults.OnNext("INTERACTION_CREATE", EventFault.Duplicated);
        var used = use();
        await stage.AnsweredAsync(used);
        return used;
    }

    private static Task<ulong> AskAsync(DiscordStage stage, QuestionAsked question) =>
        stage.PostAsync(stage.General, new QuestionPost(question, Closing: null));
}
