using System.Text;

namespace Codesmith.Supervisor.Commands;

/// <summary>The text of <c>/cc help</c>.</summary>
internal static class CommandHelp
{
    /// <summary>Markdown, a line for each command.</summary>
    /// <param name="prefix">How a user types a command, such as "/cc ".</param>
    /// <param name="commands">What to show, in this order.</param>
    internal static string Text(string prefix, IReadOnlyList<CommandDeclaration> commands)
    {
        var text = new StringBuilder("Write what you want done; everything that is not a command goes to the agent.\n");
        foreach (CommandDeclaration command in commands)
            text.Append("- `").Append(Usage(prefix, command)).Append("` ").Append(command.Description).Append('\n');
        return text.ToString().TrimEnd();
    }

    /// <summary>How the command is typed: <c>/cc model &lt;name&gt;</c>, optional parts in brackets.</summary>
    internal static string Usage(string prefix, CommandDeclaration command) =>
        prefix + string.Join(
            ' ', command.Options.Select(o => o.IsRequired ? $"<{o.Name}>" : $"[{o.Name}]").Prepend(command.Name));
}
