using Codesmith.Supervisor.Commands;
using NUnit.Framework;

namespace Codesmith.Tests.Commands;

internal sealed class CommandCatalogueTests
{
    [Test]
    public void Help_IsAsApproved() =>
        Assert.That(CommandHelp.Text("/cc ", CommandCatalogue.All), Is.EqualTo(
            """
            Write what you want done; everything that is not a command goes to the agent.
            - `/cc start [where]` Start your session
            - `/cc stop` Stop your session
            - `/cc clear` Begin a new conversation
            - `/cc compact [instructions]` Shorten the conversation to a summary
            - `/cc model <name>` Use another model
            - `/cc status` Show model, tokens, cost, context use and state
            - `/cc requirements` Check what Codesmith needs, and say how to fix it
            - `/cc interrupt` Interrupt the running turn
            - `/cc login [method]` Sign in with your own Claude account, or with an API key
            - `/cc logout` Forget your account and your key, here and in your session
            - `/cc help` Show the commands
            """));

    [Test]
    public void Names_AreUniqueLowerCaseWords()
    {
        string[] names = [.. CommandCatalogue.All.Select(c => c.Name), .. CommandCatalogue.All.SelectMany(c => c.Options).Select(o => o.Name)];

        Assert.That(names, Is.Unique);
        Assert.That(names, Has.All.Match("^[a-z]+$"));
    }

    [Test]
    public void Options_CanBeTypedByPosition()
    {
        foreach (CommandDeclaration command in CommandCatalogue.All)
        {
            Assert.That(command.Options.Select(o => o.IsRequired), Is.Ordered.Descending, command.Name);
            Assert.That(command.Options.SkipLast(1).Select(o => o.Kind), Has.None.EqualTo(OptionKind.Text), command.Name);
        }
    }
}
