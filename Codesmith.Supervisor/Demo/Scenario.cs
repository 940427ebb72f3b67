namespace Codesmith.Supervisor.Demo;

/// <summary>A prepared reply, or a series of them with tool calls between.</summary>
/// <param name="Trigger">The word that chooses it.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Answer">Pure: the reply to one step of the conversation.</param>
internal sealed record Scenario(Trigger Trigger, string Description, Func<Turn, Reply> Answer);

/// <summary>The step a scenario is asked to answer.</summary>
/// <param name="Request">What the client sent.</param>
/// <param name="Argument">What followed the trigger word; empty without.</param>
/// <param name="Try">How often the same prompt has come, this time included.</param>
/// <param name="Now">The time of the request.</param>
internal sealed record Turn(MessagesRequest Request, string Argument, int Try, DateTimeOffset Now)
{
    /// <summary>How many messages with tool results have come since the prompt.</summary>
    public int Step => Request.Prompt.Step;

    public string LastResult => Request.Prompt.LastResult;

    /// <summary>The argument as a count; <paramref name="most"/> keeps a slip of the finger from filling the memory.</summary>
    public int Count(int most) => int.TryParse(Argument, out var count) ? Math.Clamp(count, 0, most) : 1;

    /// <summary>Says in one line what the tool gave back.</summary>
    public Reply Closing()
    {
        const int quoted = 120;
        var line = LastResult.Split('\n')[0];
        return Reply.Text("The tool returned: " + (line.Length <= quoted ? line : line[..quoted]));
    }
}
